// Recurrent layers. States, weights and sums are NUMBER (float or double), in rows of `padded` units, a multiple of
// WIDTH; a work-item takes WIDTH units of ROWS rows. Weights are transposed: [directions, terms, GATES, padded].
// T: the element type of tensors; LSTM, GRU, GRU_LINEAR or RNN: the cell; F0, G0, H0, F1, ...: the activations of
// direction 0, of direction 1; CLIP(x): bounds what activations are applied to.
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#if WIDTH > 1
#define NUMBERS JOIN(NUMBER, WIDTH)
#define READ(p) JOIN(vload, WIDTH)(0, p)
#define WRITE(p, v) JOIN(vstore, WIDTH)(v, 0, p)
#else
#define NUMBERS NUMBER
#define READ(p) (*(p))
#define WRITE(p, v) (*(p) = (v))
#endif

inline NUMBERS sigmoid(NUMBERS x) {
    const NUMBERS e = exp(-fabs(x));
    return (x >= (NUMBERS)(0) ? (NUMBERS)(1) : e) / ((NUMBERS)(1) + e);
}

inline NUMBERS relu(NUMBERS x) {
    return x < (NUMBERS)(0) ? (NUMBERS)(0) : x;
}

inline NUMBERS bounded(NUMBERS x, NUMBER low, NUMBER high) {
    return x < (NUMBERS)(low) ? (NUMBERS)(low) : x > (NUMBERS)(high) ? (NUMBERS)(high) : x;
}

#define Affine(x, alpha, beta) ((x) * (NUMBER)(alpha) + (NUMBER)(beta))
#define LeakyRelu(x, alpha) ((x) >= (NUMBERS)(0) ? (x) : (x) * (NUMBER)(alpha))
#define ThresholdedRelu(x, alpha) ((x) > (NUMBERS)((NUMBER)(alpha)) ? (x) : (NUMBERS)(0))
#define ScaledTanh(x, alpha, beta) (tanh((x) * (NUMBER)(beta)) * (NUMBER)(alpha))
#define HardSigmoid(x, alpha, beta) bounded(Affine(x, alpha, beta), 0, 1)
#define Elu(x, alpha) ((x) >= (NUMBERS)(0) ? (x) : expm1(x) * (NUMBER)(alpha))
#define Softsign(x) ((x) / ((NUMBERS)(1) + fabs(x)))
#define Softplus(x) (relu(x) + log1p(exp(-fabs(x))))

// Stores the units that there are.
inline void show(__global T *to, NUMBERS numbers, int count) {
#if WIDTH > 1
    NUMBER each[WIDTH];
    JOIN(vstore, WIDTH)(numbers, 0, each);
    for (int i = 0; i < min(count, WIDTH); i++) {
        T_STORE(to, i, each[i]);
    }
#else
    T_STORE(to, 0, numbers);
#endif
}

// Adds the product of rows with the weights of COUNT gates to their sums.
#define MULTIPLY(COUNT, LOAD, rows, weights, terms)                                                                    \
    for (int k = 0; k < (terms); k++) {                                                                                \
        NUMBERS parts[COUNT];                                                                                          \
        for (int g = 0; g < COUNT; g++) {                                                                              \
            parts[g] = READ((weights) + ((long)k * GATES + g) * padded);                                               \
        }                                                                                                              \
        for (int r = 0; r < ROWS; r++) {                                                                               \
            const NUMBERS factor = (NUMBERS)((NUMBER)LOAD(rows[r], k));                                                \
            for (int g = 0; g < COUNT; g++) {                                                                          \
                sums[r][g] += factor * parts[g];                                                                       \
            }                                                                                                          \
        }                                                                                                              \
    }
#define PLAIN(p, i) ((p)[i])

// [directions, GATES * hidden, terms] to [directions, terms, GATES, padded]
__kernel void transposed(IN(T, from), OUT(NUMBER, to), const int terms, const int hidden, const int padded) {
    const int unit = get_global_id(0);
    const int k = get_global_id(1);
    const int part = get_global_id(2);
    if (unit >= padded || k >= terms) {
        return;
    }
    BIND(from);
    BIND(to);
    const int d = part / GATES;
    const int gate = part % GATES;
    to[(((long)d * terms + k) * GATES + gate) * padded + unit] =
            unit < hidden ? (NUMBER)T_LOAD(from, ((long)part * hidden + unit) * terms + k) : (NUMBER)0;
}

// Biases [directions, 2 * GATES * hidden] to [directions, GATES, padded], what R brings among them, except that of the
// candidate of a unit that is linear before the reset, which goes to [directions, padded].
__kernel void biases(
#ifdef BIAS
        IN(T, from),
#endif
        OUT(NUMBER, to), OUT(NUMBER, apart), const int hidden, const int padded) {
    const int unit = get_global_id(0);
    const int part = get_global_id(1);
    if (unit >= padded) {
        return;
    }
    BIND(to);
    BIND(apart);
    const int d = part / GATES;
    const int gate = part % GATES;
    NUMBER w = 0;
    NUMBER r = 0;
#ifdef BIAS
    BIND(from);
    if (unit < hidden) {
        w = (NUMBER)T_LOAD(from, (d * 2 * GATES + gate) * hidden + unit);
        r = (NUMBER)T_LOAD(from, (d * 2 * GATES + GATES + gate) * hidden + unit);
    }
#endif
#ifdef GRU_LINEAR
    if (gate == 2) {
        apart[d * padded + unit] = r;
        r = 0;
    }
#endif
    to[part * padded + unit] = w + r;
}

// What inputs contribute to gates, [time, directions, batch, GATES, padded].
__kernel void project(IN(T, x), IN(NUMBER, weights), IN(NUMBER, bias), OUT(NUMBER, to), const int time,
                      const int directions, const int batch, const int inputs, const int padded, const int x_time,
                      const int x_batch) {
    const int unit = get_global_id(0) * WIDTH;
    const int first = get_global_id(1) * ROWS;
    const int d = get_global_id(2);
    const int all = time * batch;
    if (unit >= padded || first >= all) {
        return;
    }
    BIND(x);
    BIND(weights);
    BIND(bias);
    BIND(to);
    const __global T *rows[ROWS];
    NUMBERS sums[ROWS][GATES];
    for (int r = 0; r < ROWS; r++) {
        const int row = min(first + r, all - 1);
        rows[r] = x + (long)(row / batch) * x_time + (long)(row % batch) * x_batch;
        for (int g = 0; g < GATES; g++) {
            sums[r][g] = READ(bias + (d * GATES + g) * padded + unit);
        }
    }
    MULTIPLY(GATES, T_LOAD, rows, weights + (long)d * inputs * GATES * padded + unit, inputs)
    for (int r = 0; r < ROWS && first + r < all; r++) {
        const int t = (first + r) / batch;
        const int n = (first + r) % batch;
        for (int g = 0; g < GATES; g++) {
            WRITE(to + ((((long)t * directions + d) * batch + n) * GATES + g) * padded + unit, sums[r][g]);
        }
    }
}

// A state [directions, batch, padded] from a tensor, or zeros.
__kernel void begin(
#ifdef GIVEN
        IN(T, from),
#endif
        OUT(NUMBER, to), const int batch, const int hidden, const int padded, const int s_direction,
        const int s_batch) {
    const int unit = get_global_id(0);
    const int n = get_global_id(1);
    const int d = get_global_id(2);
    if (unit >= padded || n >= batch) {
        return;
    }
    BIND(to);
    NUMBER v = 0;
#ifdef GIVEN
    BIND(from);
    v = unit < hidden ? (NUMBER)T_LOAD(from, d * s_direction + n * s_batch + unit) : (NUMBER)0;
#endif
    to[((long)d * batch + n) * padded + unit] = v;
}

// A state to a tensor.
__kernel void end(IN(NUMBER, from), OUT(T, to), const int batch, const int hidden, const int padded,
                  const int s_direction, const int s_batch) {
    const int unit = get_global_id(0);
    const int n = get_global_id(1);
    const int d = get_global_id(2);
    if (unit >= hidden || n >= batch) {
        return;
    }
    BIND(from);
    BIND(to);
    T_STORE(to, d * s_direction + n * s_batch + unit, from[((long)d * batch + n) * padded + unit]);
}
