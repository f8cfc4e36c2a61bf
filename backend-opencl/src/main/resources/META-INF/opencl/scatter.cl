// COMBINE(x, y): the element x after the update y. NaN wins over other numbers, and -0 is less than 0.
#if defined(REDUCE_ADD)
#ifdef FLOATING
#define COMBINE(x, y) ((x) + (y))
#else
#define COMBINE(x, y) ((A_REAL)((ulong)(x) + (ulong)(y)))
#endif
#elif defined(REDUCE_MUL)
#ifdef FLOATING
#define COMBINE(x, y) ((x) * (y))
#else
#define COMBINE(x, y) ((A_REAL)((ulong)(x) * (ulong)(y)))
#endif
#elif defined(REDUCE_MIN) || defined(REDUCE_MAX)
inline A_REAL COMBINE(A_REAL x, A_REAL y) {
#ifdef FLOATING
    if (x != x || y != y) {
        return x != x ? x : y;
    }
    const bool less = x < y || (x == y && signbit(x));
#else
    const bool less = x < y;
#endif
#ifdef REDUCE_MIN
    return less ? x : y;
#else
    return less ? y : x;
#endif
}
#else
#define COMBINE(x, y) (y)
#endif
