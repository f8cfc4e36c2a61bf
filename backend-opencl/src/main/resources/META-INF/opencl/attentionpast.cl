// Past and present rows, one after the other. A work-item takes one feature.
__kernel void joined(IN(T, x),
#ifdef PAST
                     IN(T, before),
#endif
                     OUT(T, to), const int stacks, const int heads, const int rows, const int past, const int size,
                     const int x_b, const int x_h, const int x_r) {
    const int e = get_global_id(0);
    const int row = get_global_id(1);
    const int stack = get_global_id(2);
    if (e >= size || row >= rows || stack >= stacks) {
        return;
    }
    BIND(x);
    BIND(to);
    const long at = ((long)stack * rows + row) * size + e;
#ifdef PAST
    BIND(before);
    if (row < past) {
        to[at] = before[((long)stack * past + row) * size + e];
        return;
    }
#endif
    to[at] = x[(long)(stack / heads) * x_b + (long)(stack % heads) * x_h + (long)(row - past) * x_r + e];
}
