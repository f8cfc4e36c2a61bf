// Updates of a cache along an axis, from the place on that each entry of the batch has. A work-item takes an element;
// updates that do not fit are left out.
__kernel void written(IN(T, updates), OUT(T, cache),
#if PLACED
                      IN(long, starts), const int per_entry,
#endif
                      const int items, const int places, const int count, const int inner) {
    const long item = get_global_id(0);
    if (item >= items) {
        return;
    }
    BIND(updates);
    BIND(cache);
    const int c = (int)item % inner;
    const int i = (int)item / inner % count;
    const int row = (int)item / inner / count;
    long place = i;
#if PLACED
    BIND(starts);
    const long start = starts[row / per_entry];
    if (start < 0 || (!CIRCULAR && start > places - count)) {
        return;
    }
    place = (start % places + i) % places;
#endif
    cache[((long)row * places + place) * inner + c] = updates[item];
}
