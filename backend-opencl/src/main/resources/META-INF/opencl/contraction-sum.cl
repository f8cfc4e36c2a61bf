// Adds up the sums of the parts of a depth.
__kernel void finish(
        const __global REAL *parts, const long parts_offset, OUT(Y, y) OPERANDS, const int m, const int n,
        const int splits, const long split_at, const int y_first, const REAL alpha, const REAL beta PARAMETERS) {
    const int column = get_global_id(0);
    const int row = get_global_id(1);
    const int batch = get_global_id(2);
    if (column >= n) {
        return;
    }
    BATCH_START(batch);
    BIND(parts);
    BIND(y);
    y += BATCH_y + y_first;
    OPERAND_BINDINGS
    const long at = ((long)batch * m + row) * n + column;
    REAL sum = 0;
    for (int part = 0; part < splits; part++) {
        sum += parts[part * split_at + at];
    }
    ROW_START(row);
    COLUMN_START(column);
    REAL v0 = sum * alpha;
    OPERAND_ELEMENTS
    Y_STORE(y, ROW_y + COLUMN_y, ending(ENDING_ARGUMENTS));
}
