// The second value where the place along the axis is the index, the first elsewhere. A work-item takes an element.
__kernel void one_hot(IN(INDEX, indices), IN(T, values), OUT(T, output), const int count, const int depth,
                      const int inner) {
    const long i = get_global_id(0);
    if (i >= count) {
        return;
    }
    BIND(indices);
    BIND(values);
    BIND(output);
    const int line = (int)i / inner;
    const INDEX_REAL given = INDEX_LOAD(indices, line / depth * inner + (int)i % inner);
#if FLOATING
    const long truncated = given != given ? 0 : convert_long_sat(given);
#else
    const long truncated = given;
#endif
    const long index = truncated < 0 ? truncated + depth : truncated;
    output[i] = values[index == line % depth ? 1 : 0];
}
