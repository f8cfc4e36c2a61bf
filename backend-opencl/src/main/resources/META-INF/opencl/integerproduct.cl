// Products of integers minus their zero points. A work-item takes ROWS rows and WIDTH columns; sums wrap around at 32
// bits, as portable ones do.
#if WIDTH > 1
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define INTS JOIN(int, WIDTH)
#define UINTS JOIN(uint, WIDTH)
#endif

#ifdef ZERO_A
#define LEFT_ZERO(row) ((int)za[a2 + (row) * za_row])
#else
#define LEFT_ZERO(row) 0
#endif
#ifdef ZERO_B
#define RIGHT_ZERO(column) ((int)zb[a3 + (column) * zb_column])
#else
#define RIGHT_ZERO(column) 0
#endif

#ifdef REQUANTIZE
#define WRITE(row, column, sum)                                                                                        \
    {                                                                                                                  \
        const float left = (float)SA_LOAD(sa, a4 + (row) * sa_row);                                                    \
        const float ratio = left * (float)SB_LOAD(sb, a5 + (column) * sb_column) / (float)SY_LOAD(sy, 0);              \
        const float place = rint((float)(int)(sum) * ratio) + (float)zy[0];                                            \
        const int code = place != place ? 0 : (int)fmin(fmax(place, (float)LOW), (float)HIGH);                         \
        Y_STORE(y, (matrix * m + (row)) * n + (column), code);                                                         \
    }
#else
#define WRITE(row, column, sum) y[(matrix * m + (row)) * n + (column)] = (int)(sum)
#endif

__kernel void product(IN(A, a), IN(B, b),
#ifdef REQUANTIZE
                      IN(SA, sa),
#endif
#ifdef ZERO_A
                      IN(A, za),
#endif
#ifdef REQUANTIZE
                      IN(SB, sb),
#endif
#ifdef ZERO_B
                      IN(B, zb),
#endif
#ifdef REQUANTIZE
                      IN(SY, sy), IN(Y, zy),
#endif
                      OUT(Y, y), const int m, const int n, const int terms, const int za_row, const int zb_column,
                      const int sa_row, const int sb_column, const int matrices STACK_PARAMETERS) {
    const int first_column = get_global_id(0) * WIDTH;
    const int first_row = get_global_id(1) * ROWS;
    const int row = get_global_id(2);
    const int matrix = row;
    if (first_column >= n || first_row >= m || matrix >= matrices) {
        return;
    }
    BIND(a);
    BIND(b);
    BIND(y);
#ifdef ZERO_A
    BIND(za);
#endif
#ifdef ZERO_B
    BIND(zb);
#endif
#ifdef REQUANTIZE
    BIND(sa);
    BIND(sb);
    BIND(sy);
    BIND(zy);
#endif
    STACK_STARTS
    // Rows beyond the last are those of the last again, and not written.
    const __global A *lines[ROWS];
    int left_zeros[ROWS];
    for (int r = 0; r < ROWS; r++) {
        const int line = min(first_row + r, m - 1);
        lines[r] = a + a0 + line * terms;
        left_zeros[r] = LEFT_ZERO(line);
    }
    const int rows = min(ROWS, m - first_row);
#if WIDTH > 1
    if (first_column + WIDTH <= n) {
        UINTS sums[ROWS];
        int zeros[WIDTH];
        for (int c = 0; c < WIDTH; c++) {
            zeros[c] = RIGHT_ZERO(first_column + c);
        }
        const INTS right_zeros = JOIN(vload, WIDTH)(0, zeros);
        for (int r = 0; r < ROWS; r++) {
            sums[r] = (UINTS)(0);
        }
        for (int k = 0; k < terms; k++) {
            const INTS v = JOIN(convert_int, WIDTH)(JOIN(vload, WIDTH)(0, b + a1 + k * n + first_column)) - right_zeros;
            for (int r = 0; r < ROWS; r++) {
                sums[r] += JOIN(as_uint, WIDTH)(v * (INTS)(lines[r][k] - left_zeros[r]));
            }
        }
        for (int r = 0; r < rows; r++) {
            uint sum[WIDTH];
            JOIN(vstore, WIDTH)(sums[r], 0, sum);
            for (int c = 0; c < WIDTH; c++) {
                WRITE(first_row + r, first_column + c, sum[c]);
            }
        }
        return;
    }
#endif
    for (int c = first_column; c < min(n, first_column + WIDTH); c++) {
        uint sums[ROWS];
        for (int r = 0; r < ROWS; r++) {
            sums[r] = 0;
        }
        const int right_zero = RIGHT_ZERO(c);
        for (int k = 0; k < terms; k++) {
            const int v = (int)b[a1 + k * n + c] - right_zero;
            for (int r = 0; r < ROWS; r++) {
                sums[r] += (uint)(v * ((int)lines[r][k] - left_zeros[r]));
            }
        }
        for (int r = 0; r < rows; r++) {
            WRITE(first_row + r, c, sums[r]);
        }
    }
}
