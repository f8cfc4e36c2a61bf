// A group of 16 x 16 work-items computes 64 x 64 sums, 4 x 4 each. It holds 16 columns of a and 16 rows of b in local
// memory at a time.

#define TILE 64
#define STEP 16
#define EACH 4

// Splits of the depth are [split][batch] along the last axis; each has sums of its own, split_at elements apart.
__kernel __attribute__((reqd_work_group_size(16, 16, 1))) void contract(
        IN(A, a), IN(B, b), OUT(Y, y) OPERANDS, const int m, const int n, const int depth, const int rows,
        const int batches, const int split, const long split_at, const int a_first, const int b_first,
        const int y_first, const REAL alpha, const REAL beta PARAMETERS) {
    __local REAL left[STEP][TILE + 1];
    __local REAL right[STEP][TILE + 1];
    const int x = get_local_id(0);
    const int y0 = get_local_id(1);
    const int top = get_group_id(1) * TILE;
    const int column = get_group_id(0) * TILE;
    const int part = get_global_id(2) / batches;
    const int k_begin = part * split;
    const int k_end = min(depth, k_begin + split);
    BATCH_START(get_global_id(2) % batches);
    BIND(a);
    BIND(b);
    BIND(y);
    a += BATCH_a + a_first;
    b += BATCH_b + b_first;
    y += BATCH_y + y_first + part * split_at;
    OPERAND_BINDINGS

    // Neighbouring work-items load neighbouring elements, where operands have such.
    const int a_k = A_DEEP ? x : y0;
    const int a_i = A_DEEP ? y0 : x;
    const int b_k = B_DEEP ? x : y0;
    const int b_j = B_DEEP ? y0 : x;
    int a_at[EACH];
    int b_at[EACH];
    for (int i = 0; i < EACH; i++) {
        ROW_START(min(m - 1, top + a_i + 16 * i));
        COLUMN_START(min(n - 1, column + b_j + 16 * i));
        a_at[i] = ROW_a;
        b_at[i] = COLUMN_b;
    }

    REAL sum[EACH][EACH];
    for (int i = 0; i < EACH; i++) {
        for (int j = 0; j < EACH; j++) {
            sum[i][j] = 0;
        }
    }
    for (int k = k_begin; k < k_end; k += STEP) {
        {
            DEPTH_START(min(depth - 1, k + a_k));
            for (int i = 0; i < EACH; i++) {
                left[a_k][a_i + 16 * i] = k + a_k < k_end ? A_LOAD(a, a_at[i] + DEPTH_a) : 0;
            }
        }
        {
            DEPTH_START(min(depth - 1, k + b_k));
            for (int j = 0; j < EACH; j++) {
                right[b_k][b_j + 16 * j] = k + b_k < k_end ? B_LOAD(b, b_at[j] + DEPTH_b) : 0;
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int step = 0; step < STEP; step++) {
            REAL l[EACH];
            REAL r[EACH];
            for (int i = 0; i < EACH; i++) {
                l[i] = left[step][y0 + 16 * i];
                r[i] = right[step][x + 16 * i];
            }
            for (int i = 0; i < EACH; i++) {
                for (int j = 0; j < EACH; j++) {
                    sum[i][j] = MULTIPLY_ADD(l[i], r[j], sum[i][j]);
                }
            }
        }
        barrier(CLK_LOCAL_MEM_FENCE);
    }

    for (int i = 0; i < EACH; i++) {
        const int row = top + y0 + 16 * i;
        if (row >= m) {
            break;
        }
        ROW_START(row);
        for (int j = 0; j < EACH; j++) {
            const int at = column + x + 16 * j;
            if (at < n) {
                COLUMN_START(at);
                REAL v0 = sum[i][j] * alpha;
                OPERAND_ELEMENTS
                Y_STORE(y, ROW_y + COLUMN_y, ending(ENDING_ARGUMENTS));
            }
        }
    }
}
