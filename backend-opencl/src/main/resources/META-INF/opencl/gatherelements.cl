// For each index the element that it names along the axis, at the index's own place along the others. A work-item takes
// one; an index out of range gives the element "missing".
__kernel void gathered_elements(IN(T, data), IN(INDEX, indices), OUT(T, output), const int rows, const int columns,
                                const int column_stride, const long missing TUPLE_PARAMETERS OUTER_PARAMETERS) {
    const long x = get_global_id(0);
    const long y = get_global_id(1);
    if (x >= columns || y >= rows) {
        return;
    }
    BIND(data);
    BIND(indices);
    BIND(output);
    const int row = y;
    ROW_STARTS
    const int at = place(indices + a0 + x TUPLE_ARGUMENTS);
    output[a0 + x] = at < 0 ? (T)missing : data[a1 + x * column_stride + at];
}
