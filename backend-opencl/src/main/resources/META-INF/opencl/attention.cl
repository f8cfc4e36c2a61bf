// Attention. A group of LANES work-items takes one query and goes over the keys in tiles, with the softmax of what it
// has seen so far. WIDTH: the features that a work-item takes at once; CHUNKS: how often it does so for the values of
// one row. T: the element type of queries, keys and the result; V: of values; M: of the mask.
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#if WIDTH > 1
#define NUMBERS JOIN(NUMBER, WIDTH)
#define VECTOR_FLOAT(p) JOIN(vload, WIDTH)(0, p)
#define VECTOR_DOUBLE(p) JOIN(vload, WIDTH)(0, p)
#define VECTOR_FLOAT16(p) JOIN(vload_half, WIDTH)(0, (const __global half *)(p))
#define VECTOR_BFLOAT16(p)                                                                                             \
    JOIN(as_float, WIDTH)(JOIN(convert_uint, WIDTH)(JOIN(vload, WIDTH)(0, p)) << (JOIN(uint, WIDTH))(16))
#define T_READ(p) JOIN(convert_, NUMBERS)(T_VECTOR(p))
#define V_READ(p) JOIN(convert_, NUMBERS)(V_VECTOR(p))
#else
#define NUMBERS NUMBER
#define T_READ(p) ((NUMBER)T_LOAD(p, 0))
#define V_READ(p) ((NUMBER)V_LOAD(p, 0))
#endif

#if LANES > 1
#define SHARED __local
#define SYNCHRONISE barrier(CLK_LOCAL_MEM_FENCE)
#else
#define SHARED __private
#define SYNCHRONISE
#endif

// Sizes, then the elements from one batch, head and row to the next of queries, keys, values, result and mask.
#define SIZES                                                                                                          \
    const int batch, const int heads, const int kv_heads, const int queries, const int keys, const int past,           \
            const int size, const int value_size, const int q_b, const int q_h, const int q_r, const int k_b,          \
            const int k_h, const int k_r, const int v_b, const int v_h, const int v_r, const int y_b, const int y_h,   \
            const int y_r, const int m_b, const int m_h, const int m_r, const int m_k, const int mask_keys,            \
            const NUMBER scale, const NUMBER cap

#ifdef M
#define MASK_PARAMETER IN(M, mask),
#define BIND_MASK BIND(mask);
#else
#define MASK_PARAMETER
#define BIND_MASK
#endif
#ifdef LENGTHS
#define LENGTHS_PARAMETER IN(long, lengths),
#define BIND_LENGTHS BIND(lengths);
#define LENGTH lengths[b]
#else
#define LENGTHS_PARAMETER
#define BIND_LENGTHS
#define LENGTH keys
#endif
#ifdef PAST
#define PAST_KEYS_PARAMETER IN(T, past_k),
#define PAST_VALUES_PARAMETER IN(V, past_v),
#define BIND_PAST_KEYS BIND(past_k);
#define BIND_PAST_VALUES BIND(past_v);
#define KEY(j)                                                                                                         \
    ((j) < past ? past_k + (((long)b * kv_heads + kv_head) * past + (j)) * size                                        \
                : k + (long)b * k_b + (long)kv_head * k_h + (long)((j) - past) * k_r)
#define VALUE(j)                                                                                                       \
    ((j) < past ? past_v + (((long)b * kv_heads + kv_head) * past + (j)) * value_size                                  \
                : v + (long)b * v_b + (long)kv_head * v_h + (long)((j) - past) * v_r)
#else
#define PAST_KEYS_PARAMETER
#define PAST_VALUES_PARAMETER
#define BIND_PAST_KEYS
#define BIND_PAST_VALUES
#define KEY(j) (k + (long)b * k_b + (long)kv_head * k_h + (long)(j) * k_r)
#define VALUE(j) (v + (long)b * v_b + (long)kv_head * v_h + (long)(j) * v_r)
#endif

// The query of the group or work-item, and the last key that it may see.
#define ENTER(row)                                                                                                     \
    const int query = (row) % queries;                                                                                 \
    const int head = (row) / queries % heads;                                                                          \
    const int b = (row) / queries / heads;                                                                             \
    const int kv_head = head / (heads / kv_heads);                                                                     \
    BIND(q);                                                                                                           \
    BIND(k);                                                                                                           \
    BIND_MASK BIND_LENGTHS BIND_PAST_KEYS const __global T *own = q + (long)b * q_b + (long)head * q_h + (long)query * q_r; \
    const long line = (long)b * m_b + (long)head * m_h + (long)query * m_r;                                            \
    const int end = last_key(query, queries, keys, past, LENGTH);

inline int last_key(int query, int queries, int keys, int past, long length) {
    long end = min((long)keys, length);
#ifdef CAUSAL
#ifdef LENGTHS
    end = min(end, query + length - queries + 1);
#else
    end = min(end, (long)query + past + 1);
#endif
#endif
    return (int)max(end, 0L);
}

// The scaled product of a query and a key.
inline NUMBER product_of(const __global T *query, const __global T *key, int size, NUMBER scale) {
    NUMBER sum = 0;
    int i = 0;
#if WIDTH > 1
    NUMBERS sums = (NUMBERS)(0);
    for (; i + WIDTH <= size; i += WIDTH) {
        sums += T_READ(query + i) * T_READ(key + i);
    }
    NUMBER each[WIDTH];
    JOIN(vstore, WIDTH)(sums, 0, each);
    for (int c = 0; c < WIDTH; c++) {
        sum += each[c];
    }
#endif
    for (; i < size; i++) {
        sum += (NUMBER)T_LOAD(query, i) * (NUMBER)T_LOAD(key, i);
    }
    return sum * scale;
}

inline NUMBER capped(NUMBER x, NUMBER cap) {
    return cap > 0 ? tanh(x * ((NUMBER)1 / cap)) * cap : x;
}

#ifdef M
// What the mask adds; minus infinity leaves a key out.
inline NUMBER bias_of(const __global M *mask, long line, int j, int m_k, int mask_keys) {
#ifdef MASK_BOOL
    return j < mask_keys && M_LOAD(mask, line + (long)j * m_k) != 0 ? (NUMBER)0 : -(NUMBER)INFINITY;
#elif defined(MASK_INTEGER)
    return j < mask_keys ? (NUMBER)M_LOAD(mask, line + (long)j * m_k) : (NUMBER)0;
#else
    const NUMBER bias = j < mask_keys ? (NUMBER)M_LOAD(mask, line + (long)j * m_k) : -(NUMBER)INFINITY;
    return bias < (NUMBER)LOWEST ? -(NUMBER)INFINITY : bias;
#endif
}
#define BIAS(j) bias_of(mask, line, j, m_k, mask_keys)
#else
#define BIAS(j) ((NUMBER)0)
#endif

// The logit of key j; minus infinity if it is left out.
#define LOGIT(j)                                                                                                       \
    ((j) >= end || BIAS(j) == -(NUMBER)INFINITY ? -(NUMBER)INFINITY                                                    \
                                                : capped(product_of(own, KEY(j), size, scale), cap) + BIAS(j))

#ifdef MIX
inline NUMBERS values_of(const __global V *from, int count) {
#if WIDTH > 1
    if (count >= WIDTH) {
        return V_READ(from);
    }
    NUMBER each[WIDTH];
    for (int c = 0; c < WIDTH; c++) {
        each[c] = c < count ? (NUMBER)V_LOAD(from, c) : (NUMBER)0;
    }
    return JOIN(vload, WIDTH)(0, each);
#else
    return V_READ(from);
#endif
}

__kernel void attend(IN(T, q), IN(T, k), IN(V, v), MASK_PARAMETER PAST_KEYS_PARAMETER PAST_VALUES_PARAMETER
                     LENGTHS_PARAMETER OUT(T, y),
#ifdef STATISTICS
                     OUT(NUMBER, statistics),
#endif
                     SIZES) {
    const int lane = get_local_id(0);
    const int row = get_group_id(0);
    if (row >= batch * heads * queries) {
        return;
    }
    ENTER(row)
    BIND(v);
    BIND_PAST_VALUES
    BIND(y);
    SHARED NUMBER scores[TILE];
    NUMBERS sums[CHUNKS];
    for (int c = 0; c < CHUNKS; c++) {
        sums[c] = (NUMBERS)(0);
    }
    NUMBER highest = -(NUMBER)INFINITY;
    NUMBER total = 0;
    for (int first = 0; first < end; first += TILE) {
        const int count = min(TILE, end - first);
        for (int j = lane; j < count; j += LANES) {
            scores[j] = LOGIT(first + j);
        }
        SYNCHRONISE;
        NUMBER top = highest;
        for (int j = 0; j < count; j++) {
            top = fmax(top, scores[j]);
        }
        SYNCHRONISE;
        for (int j = lane; j < count; j += LANES) {
            scores[j] = scores[j] == -(NUMBER)INFINITY ? (NUMBER)0 : exp(scores[j] - top);
        }
        SYNCHRONISE;
        const NUMBER before = highest == -(NUMBER)INFINITY ? (NUMBER)0 : exp(highest - top);
        total *= before;
        for (int j = 0; j < count; j++) {
            total += scores[j];
        }
        for (int c = 0; c < CHUNKS; c++) {
            const int column = (c * LANES + lane) * WIDTH;
            if (column < value_size) {
                NUMBERS sum = sums[c] * before;
                for (int j = 0; j < count; j++) {
                    sum += values_of(VALUE(first + j) + column, value_size - column) * scores[j];
                }
                sums[c] = sum;
            }
        }
        highest = top;
        SYNCHRONISE;
    }
    __global T *to = y + (long)b * y_b + (long)head * y_h + (long)query * y_r;
    for (int c = 0; c < CHUNKS; c++) {
        const int column = (c * LANES + lane) * WIDTH;
        const NUMBERS mixed = total == 0 ? (NUMBERS)(0) : sums[c] / total;
#if WIDTH > 1
        NUMBER each[WIDTH];
        JOIN(vstore, WIDTH)(mixed, 0, each);
        for (int i = 0; i < min(WIDTH, value_size - column); i++) {
            T_STORE(to, column + i, each[i]);
        }
#else
        if (column < value_size) {
            T_STORE(to, column, mixed);
        }
#endif
    }
#ifdef STATISTICS
    BIND(statistics);
    if (lane == 0) {
        statistics[2 * row] = highest;
        statistics[2 * row + 1] = total;
    }
#endif
}
#endif

#ifdef MODE
// The products on their way to weights, as far as MODE says.
__kernel void products(IN(T, q), IN(T, k), MASK_PARAMETER PAST_KEYS_PARAMETER LENGTHS_PARAMETER OUT(T, to),
#ifdef STATISTICS
                       IN(NUMBER, statistics),
#endif
                       SIZES) {
    const int j = get_global_id(0);
    const int row = get_global_id(1);
    if (j >= keys || row >= batch * heads * queries) {
        return;
    }
    ENTER(row)
    BIND(to);
#if MODE == 0
    const NUMBER shown = product_of(own, KEY(j), size, scale);
#elif MODE == 1
    const NUMBER shown = capped(product_of(own, KEY(j), size, scale), cap);
#elif MODE == 2
    const NUMBER shown = LOGIT(j);
#else
    BIND(statistics);
    const NUMBER total = statistics[2 * row + 1];
    const NUMBER logit = LOGIT(j);
    const NUMBER shown =
            total == 0 || logit == -(NUMBER)INFINITY ? (NUMBER)0 : exp(logit - statistics[2 * row]) / total;
#endif
    T_STORE(to, (long)row * keys + j, shown);
}
#endif
