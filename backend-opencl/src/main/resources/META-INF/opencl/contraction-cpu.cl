// A work-item computes ROWS_MAX x (NV * V) sums or fewer. Of b it packs KC x (NV * V) numbers at a time, and goes with
// them through the rows of a, MR rows at a time.

#define NR (NV * V)

#define SAME 0
#define NEIGHBOURS 1
#define SCATTERED 2

// How the elements that V lanes read follow each other.
inline int pattern(const int *at) {
    int same = 1;
    int neighbours = 1;
    for (int lane = 1; lane < V; lane++) {
        same &= at[lane] == at[0];
        neighbours &= at[lane] == at[0] + lane;
    }
    return neighbours ? NEIGHBOURS : same ? SAME : SCATTERED;
}

#define GATHER(result, T, p, base, at, how)                    \
    VECTOR result;                                             \
    if (how == NEIGHBOURS) {                                   \
        result = T##_LOADV(p, (base) + (at)[0]);               \
    } else if (how == SAME) {                                  \
        result = (VECTOR)T##_LOAD(p, (base) + (at)[0]);        \
    } else {                                                   \
        REAL lanes[V];                                         \
        for (int lane = 0; lane < V; lane++) {                 \
            lanes[lane] = T##_LOAD(p, (base) + (at)[lane]);    \
        }                                                      \
        result = JOIN(vload, V)(0, lanes);                     \
    }

#ifdef PACKED
#define RIGHT REAL
#define PANEL const __global VECTOR *
#else
#define RIGHT B
#define PANEL const VECTOR *
#endif

// Adds the products of MR rows and a panel to a part of the tile.
inline void multiply(
        const __global A *a, const int *row_at, const int *depth_at, PANEL panel, const int depth, const int first,
        VECTOR *tile) {
    VECTOR sum[MR][NV];
    const __global A *rows[MR];
    #pragma unroll
    for (int i = 0; i < MR; i++) {
        rows[i] = a + row_at[i];
    }
    #pragma unroll
    for (int i = 0; i < MR; i++) {
        #pragma unroll
        for (int v = 0; v < NV; v++) {
            sum[i][v] = first ? (VECTOR)0 : tile[i * NV + v];
        }
    }
    for (int k = 0; k < depth; k++) {
        VECTOR right[NV];
        #pragma unroll
        for (int v = 0; v < NV; v++) {
            right[v] = panel[k * NV + v];
        }
        const int at = depth_at[k];
        #pragma unroll
        for (int i = 0; i < MR; i++) {
            const VECTOR left = (VECTOR)A_LOAD(rows[i], at);
            #pragma unroll
            for (int v = 0; v < NV; v++) {
                sum[i][v] = MULTIPLY_ADD(left, right[v], sum[i][v]);
            }
        }
    }
    #pragma unroll
    for (int i = 0; i < MR; i++) {
        #pragma unroll
        for (int v = 0; v < NV; v++) {
            tile[i * NV + v] = sum[i][v];
        }
    }
}

#ifndef PACKED
#define MOST_RUNS 4

// Rows become columns: V times V numbers.
inline void transpose(VECTOR *square) {
    VECTOR other[V];
    #pragma unroll
    for (int step = 1; step < V; step *= 2) {
        #pragma unroll
        for (int i = 0; i < V / 2; i++) {
            other[2 * i].even = square[i].lo;
            other[2 * i].odd = square[i + V / 2].lo;
            other[2 * i + 1].even = square[i].hi;
            other[2 * i + 1].odd = square[i + V / 2].hi;
        }
        #pragma unroll
        for (int i = 0; i < V; i++) {
            square[i] = other[i];
        }
    }
}

// Packs columns that consist of runs of neighbours, each behind the one before: no load leaves what the runs span.
inline void pack_runs(
        const __global B *b, const int *start, const int *from, const int runs, const int *depth_at, const int depth,
        VECTOR *panel) {
    REAL lanes[V];
    for (int lane = 0; lane < V; lane++) {
        lanes[lane] = lane;
    }
    const VECTOR number = JOIN(vload, V)(0, lanes);
    for (int k = 0; k < depth; k++) {
        VECTOR row = B_LOADV(b, start[0] + depth_at[k]);
        for (int run = 1; run < runs; run++) {
            const VECTOR next = B_LOADV(b, start[run] + depth_at[k]);
            row = number >= (VECTOR)from[run] ? next : row;
        }
        panel[k * NV] = row;
    }
}

// Packs columns one number after the other, or squares of them where neighbours are at neighbouring depths.
inline void pack_scattered(
        const __global B *b, const int *column_at, const int *depth_at, const int depth, VECTOR *panel) {
    for (int k = 0; k < depth;) {
        if (k + V <= depth && pattern(depth_at + k) == NEIGHBOURS) {
            VECTOR square[V];
            #pragma unroll
            for (int lane = 0; lane < V; lane++) {
                square[lane] = B_LOADV(b, column_at[lane] + depth_at[k]);
            }
            transpose(square);
            #pragma unroll
            for (int i = 0; i < V; i++) {
                panel[(k + i) * NV] = square[i];
            }
            k += V;
        } else {
            REAL lanes[V];
            for (int lane = 0; lane < V; lane++) {
                lanes[lane] = B_LOAD(b, column_at[lane] + depth_at[k]);
            }
            panel[k * NV] = JOIN(vload, V)(0, lanes);
            k++;
        }
    }
}

// Packs one group of V columns of b: panel[k * NV][lane].
inline void pack(const __global B *b, const int *column_at, const int *depth_at, const int depth, VECTOR *panel) {
    int start[MOST_RUNS];
    int from[MOST_RUNS];
    int runs = 0;
    int last = 0;
    int pairs = 1;
    for (int lane = 0; lane < V; lane++) {
        const int at = column_at[lane] - lane;
        pairs &= at == column_at[0] + lane;
        if (lane == 0 || at != last) {
            runs = lane > 0 && at < last ? MOST_RUNS + 1 : runs;
            if (runs < MOST_RUNS) {
                start[runs] = at;
                from[runs] = lane;
            }
            runs++;
            last = at;
        }
    }
    if (runs <= MOST_RUNS) {
        pack_runs(b, start, from, runs, depth_at, depth, panel);
    } else if (pairs) {
        for (int k = 0; k < depth; k++) {
            const int at = column_at[0] + depth_at[k];
            panel[k * NV] = (VECTOR)(B_LOADV(b, at).even, B_LOADV(b, at + V - 1).odd);
        }
    } else {
        pack_scattered(b, column_at, depth_at, depth, panel);
    }
}
#endif

// Splits of the depth are [split][batch] along the last axis; each has sums of its own, split_at elements apart.
__kernel void contract(
        IN(A, a), IN(RIGHT, b), OUT(Y, y) OPERANDS, const int m, const int n, const int depth, const int rows,
        const int batches, const int split, const long split_at, const int a_first, const int b_first,
        const int y_first, const REAL alpha, const REAL beta PARAMETERS) {
    const int column = get_global_id(0) * NR;
    const int top = get_global_id(1) * rows;
    const int bottom = min(m, top + rows);
    const int part = get_global_id(2) / batches;
    const int k_end = min(depth, (part + 1) * split);
    BATCH_START(get_global_id(2) % batches);
    BIND(a);
    BIND(b);
    BIND(y);
    a += BATCH_a + a_first;
    b += BATCH_b + b_first;
    y += BATCH_y + y_first + part * split_at;

    int b_at[NR];
    int y_at[NR];
    int y_how[NV];
    OPERAND_BINDINGS
    OPERAND_TABLES
    {
        COLUMN_START(column);
        for (int j = 0; j < NR; j++) {
            b_at[j] = COLUMN_b;
            y_at[j] = COLUMN_y;
            OPERAND_COLUMNS
            if (column + j + 1 < n) {
                COLUMN_NEXT();
            }
        }
    }
    for (int v = 0; v < NV; v++) {
        y_how[v] = column + (v + 1) * V <= n ? pattern(y_at + v * V) : SCATTERED;
        OPERAND_PATTERNS
    }

    VECTOR tile[ROWS_MAX * NV];
    int a_depth[KC];
#ifndef PACKED
    VECTOR panel[KC * NV];
    int b_depth[KC];
#endif
    const int k_begin = part * split;
    for (int k = k_begin; k < k_end || k == k_begin; k += KC) {
        const int count = max(0, min(KC, k_end - k));
        {
            DEPTH_START(k);
            for (int j = 0; j < count; j++) {
                a_depth[j] = DEPTH_a;
#ifndef PACKED
                b_depth[j] = DEPTH_b;
#endif
                DEPTH_NEXT();
            }
        }
#ifdef PACKED
        PANEL panel = (PANEL)(b + ((long)get_global_id(0) * depth + k) * NR);
#else
        for (int v = 0; v < NV; v++) {
            pack(b, b_at + v * V, b_depth, count, panel + v);
        }
#endif
        ROW_START(top);
        for (int row = top; row < bottom; row += MR) {
            int row_at[MR];
            for (int i = 0; i < MR; i++) {
                row_at[i] = ROW_a;
                if (row + i + 1 < bottom) {
                    ROW_NEXT();
                }
            }
            multiply(a, row_at, a_depth, panel, count, k == k_begin, tile + (row - top) * NV);
        }
    }

    ROW_START(top);
    for (int row = top; row < bottom; row++) {
        for (int v = 0; v < NV && column + v * V < n; v++) {
            VECTOR v0 = tile[(row - top) * NV + v] * alpha;
            OPERAND_LOADS
            const VECTOR result = ending(ENDING_ARGUMENTS);
            if (y_how[v] == NEIGHBOURS) {
                Y_STOREV(y, ROW_y + y_at[v * V], result);
            } else {
                REAL lanes[V];
                JOIN(vstore, V)(result, 0, lanes);
                for (int lane = 0; lane < V && column + v * V + lane < n; lane++) {
                    Y_STORE(y, ROW_y + y_at[v * V + lane], lanes[lane]);
                }
            }
        }
        ROW_NEXT();
    }
}

// Packs a matrix for good: [panel][depth][NR].
__kernel void prepack(
        IN(B, b), __global REAL *packed, const long packed_offset, const int n, const int depth,
        const int b_first PARAMETERS) {
    const int column = get_global_id(0) * NR;
    const int k = get_global_id(1);
    BIND(b);
    BIND(packed);
    b += b_first;
    if (k >= depth) {
        return;
    }
    DEPTH_START(k);
    COLUMN_START(column);
    __global REAL *to = packed + ((long)get_global_id(0) * depth + k) * NR;
    for (int j = 0; j < NR; j++) {
        to[j] = column + j < n ? B_LOAD(b, DEPTH_b + COLUMN_b) : (REAL)0;
        COLUMN_NEXT();
    }
}
