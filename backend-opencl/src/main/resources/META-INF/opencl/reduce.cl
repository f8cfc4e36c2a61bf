// Reduces the middle axis of X, [outer, length, inner], in parts: Y is [outer, parts, inner].
// MAP, COMBINE, START and FINISH say how, in NUMBER; PADDING is an element that counts for nothing.
// With SHIFTED, MAP takes off the largest element first, and FINISH adds it again.

#define NUMBERV VECTOR(NUMBER)
#define CONVERT(v) AS_VECTOR(NUMBER, v)

#ifdef REAL
#define ABSOLUTE(v) fabs(v)
#define MEAN(v, count) ((v) / (NUMBER)(count))
#define ROOT(v) sqrt(v)
#define LOGARITHM(v) log(v)
#else
#define ABSOLUTE(v) ((v) < 0 ? (NUMBER)(0 - (ulong)(v)) : (v))
#define MEAN(v, count) ((count) == 0 ? 0 : (v) / (NUMBER)((count) == 0 ? 1 : (count)))
#if defined(ROOTED)
static NUMBER whole(const double v) {
    return v != v ? 0 : v >= 0x1p63 ? (NUMBER)LONG_MAX : v <= -0x1p63 ? (NUMBER)LONG_MIN : (NUMBER)(long)v;
}
#define ROOT(v) whole(sqrt((double)(v)))
#define LOGARITHM(v) whole(log((double)(v)))
#endif
#endif

// Sums of many numbers are made of sums of this many.
#define BLOCK 256

#ifdef SHIFTED
#define MAPPED(v) exp(CONVERT(v) - shift)
#else
#define MAPPED(v) MAP(CONVERT(v))
#endif

#ifdef ROWS

// Elements from, ..., to - 1, of which each member takes every TEAM-th vector.
#define SWEEP(name, VALUE, C, BEGIN, FILL)                                                                          \
    static NUMBERV name(const __global X *x, const int from, const int to, const NUMBER shift) {                    \
        NUMBERV a = BEGIN, b = BEGIN, c = BEGIN, d = BEGIN;                                                         \
        const int step = TEAM * LANES;                                                                              \
        int i = from + MEMBER * LANES;                                                                              \
        for (; to - i >= 3 * step + LANES; i += 4 * step) {                                                         \
            const NUMBERV va = VALUE(X_LOADV(x, i)), vb = VALUE(X_LOADV(x, i + step));                              \
            const NUMBERV vc = VALUE(X_LOADV(x, i + 2 * step)), vd = VALUE(X_LOADV(x, i + 3 * step));               \
            a = C(a, va);                                                                                           \
            b = C(b, vb);                                                                                           \
            c = C(c, vc);                                                                                           \
            d = C(d, vd);                                                                                           \
        }                                                                                                           \
        for (; i < to; i += step) {                                                                                 \
            const NUMBERV v = VALUE(LOAD_UPTO(X, x, i, to - i, FILL));                                              \
            a = C(a, v);                                                                                            \
        }                                                                                                           \
        a = C(a, b);                                                                                                \
        c = C(c, d);                                                                                                \
        return C(a, c);                                                                                             \
    }

SWEEP(sweep, MAPPED, COMBINE, START, PADDING)
FOLD(folded, NUMBER, COMBINE)
TEAM_COMBINE(combined, NUMBER, COMBINE)
#ifdef SHIFTED
SWEEP(sweep_largest, CONVERT, LARGER, -(NUMBER)INFINITY, -INFINITY)
FOLD(largest_of, NUMBER, LARGER)
TEAM_COMBINE(largest_combined, NUMBER, LARGER)
#endif

__kernel void rows(IN(X, x), OUT(Y, y), const int tasks, const int take, const int length, const int parts,
                   const int count) {
    TEAM_MEMORY(NUMBER, shared);
    BIND(x);
    BIND(y);
    const int first = FIRST_TASK(take);
    for (int task = first; task < first + take; task++) {
        const int part = task % parts;
        const int from = (int)((long)length * part / parts);
        const int to = task < tasks ? (int)((long)length * (part + 1) / parts) : from;
        const __global X *row = x + (task < tasks ? (long)(task / parts) * length : 0);
        NUMBER shift = 0;
#ifdef SHIFTED
        const NUMBER largest = largest_combined(largest_of(sweep_largest(row, from, to, 0)), shared);
        shift = isinf(largest) ? (NUMBER)0 : largest;
#endif
        NUMBERV all = START;
        for (int i = from; i < to; i += min(BLOCK * TEAM * LANES, to - i)) {
            const NUMBERV block = sweep(row, i, i + min(BLOCK * TEAM * LANES, to - i), shift);
            all = COMBINE(all, block);
        }
        const NUMBER result = combined(folded(all), shared);
        if (MEMBER == 0 && task < tasks) {
            Y_STORE(y, task, (Y_REAL)(FINISH(result)));
        }
    }
}

#else

#define FINITE(v) (isinf(v) ? (NUMBERV)0 : (v))

__kernel void columns(IN(X, x), OUT(Y, y), const int tasks, const int take, const int length, const int parts,
                      const int count, const int inner) {
    BIND(x);
    BIND(y);
    const int blocks = (inner + LANES - 1) / LANES;
    const int first = get_global_id(0) * take;
    for (int task = first; task < min(first + take, tasks); task++) {
        const int group = task / blocks;
        const int column = task % blocks * LANES;
        const int n = inner - column;
        const int part = group % parts;
        const int from = (int)((long)length * part / parts);
        const int to = (int)((long)length * (part + 1) / parts);
        const __global X *top = x + (long)(group / parts) * length * inner + column;
#ifdef SHIFTED
        NUMBERV largest = -(NUMBER)INFINITY;
        for (int i = from; i < to; i++) {
            const NUMBERV v = CONVERT(LOAD_UPTO(X, top, i * inner, n, PADDING));
            largest = LARGER(largest, v);
        }
        const NUMBERV shift = FINITE(largest);
#endif
        NUMBERV all = START;
        for (int i = from; i < to;) {
            NUMBERV block = START;
            for (const int end = i + min(BLOCK, to - i); i < end; i++) {
                const NUMBERV v = MAPPED(LOAD_UPTO(X, top, i * inner, n, PADDING));
                block = COMBINE(block, v);
            }
            all = COMBINE(all, block);
        }
        STORE_UPTO(Y, y, group * inner + column, n, AS_VECTOR(Y_REAL, FINISH(all)));
    }
}

#endif
