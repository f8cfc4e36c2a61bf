// Rows of a table, by indices [points, taps]; negative ones stand for rows of zeros. An index beyond the table, which is
// an error, gives NaN.

#ifdef GATHER
// values[p, c] = sum over k of weights[p, k] table[indices[p, k], c]; a work-item takes one of them.
__kernel void gathered(IN(T, table), IN(long, indices), IN(T, weights), OUT(T, values), const int rows,
                       const int columns, const int points, const int taps) {
    const int c = get_global_id(0);
    const int p = get_global_id(1);
    if (c >= columns || p >= points) {
        return;
    }
    BIND(table);
    BIND(indices);
    BIND(weights);
    BIND(values);
    T_REAL sum = 0;
    for (int k = 0; k < taps; k++) {
        const long row = indices[(long)p * taps + k];
        if (row >= 0) {
            const T_REAL element = row < rows ? T_LOAD(table, row * columns + c) : (T_REAL)NAN;
            sum += T_LOAD(weights, (long)p * taps + k) * element;
        }
    }
    T_STORE(values, (long)p * columns + c, sum);
}
#endif

#ifdef DOT
// weights[p, k] = sum over c of table[indices[p, k], c] values[p, c]; a work-item takes one of them.
__kernel void multiplied(IN(T, table), IN(long, indices), IN(T, values), OUT(T, weights), const int rows,
                         const int columns, const int points, const int taps) {
    const int k = get_global_id(0);
    const int p = get_global_id(1);
    if (k >= taps || p >= points) {
        return;
    }
    BIND(table);
    BIND(indices);
    BIND(values);
    BIND(weights);
    const long row = indices[(long)p * taps + k];
    T_REAL sum = row < rows ? (T_REAL)0 : (T_REAL)NAN;
    T_REAL other = 0;
    for (int c = 0; row >= 0 && row < rows && c < columns; c++) {
        const T_REAL product = T_LOAD(table, row * columns + c) * T_LOAD(values, (long)p * columns + c);
        if (c % 2 == 0) {
            sum += product;
        } else {
            other += product;
        }
    }
    T_STORE(weights, (long)p * taps + k, sum + other);
}
#endif
