// Updates along an axis, in lines with the same place along all others. A work-item walks those of a line in their order
// and takes the ones for its own slots of the axis.
__kernel void scattered_lines(IN(INDEX, indices), IN(T, updates), OUT(A, output), const int rows, const int columns,
                              const int update_column, const int output_column, const int count, const int update_step,
                              const int output_step, const int slots TUPLE_PARAMETERS OUTER_PARAMETERS) {
    const long x = get_global_id(0);
    const long y = get_global_id(1);
    if (x >= columns || y >= rows) {
        return;
    }
    BIND(indices);
    BIND(updates);
    BIND(output);
    const int row = y;
    ROW_STARTS
    const long from = a0 + x * update_column;
    const long to = a1 + x * output_column;
    const long first = get_global_id(2) * (long)slots;
    for (int j = 0; j < count; j++) {
        const long u = from + (long)j * update_step;
        const int slot = place(indices + u TUPLE_ARGUMENTS);
        if (slot >= first && slot < first + slots) {
            const long at = to + (long)slot * output_step;
            A_STORE(output, at, COMBINE(A_LOAD(output, at), T_LOAD(updates, u)));
        }
    }
}
