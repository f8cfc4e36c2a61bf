// The functions of scalar expressions on NUMBER: float or double (FLOAT32, FLOAT64), long or ulong (INT64, UINT64).

#define SELECT_(c, x, y) ((c) != 0 ? (x) : (y))
#define TRUTH(c) ((c) ? (NUMBER)1 : (NUMBER)0)
#define LESS_(x, y) TRUTH((x) < (y))
#define LESS_OR_EQUAL_(x, y) TRUTH((x) <= (y))
#define EQUAL_(x, y) TRUTH((x) == (y))
#define NOT_(x) TRUTH((x) == 0)
#define AND_(x, y) TRUTH((x) != 0 && (y) != 0)
#define OR_(x, y) TRUTH((x) != 0 || (y) != 0)
#define XOR_(x, y) TRUTH(((x) != 0) != ((y) != 0))

#if defined(FLOAT32) || defined(FLOAT64)

#define ADD_(x, y) ((x) + (y))
#define SUB_(x, y) ((x) - (y))
#define MUL_(x, y) ((x) * (y))
#define DIV_(x, y) ((x) / (y))
#define NEG_(x) (-(x))
#define ABS_(x) fabs(x)
#define SIGN_(x) ((x) != (x) ? (x) : (x) > 0 ? (NUMBER)1 : (x) < 0 ? (NUMBER)-1 : (x))
#define FLOOR_(x) floor(x)
#define CEIL_(x) ceil(x)
#define ROUND_(x) rint(x)
#define SQRT_(x) sqrt(x)
#define RECIPROCAL_(x) ((NUMBER)1 / (x))
#define EXP_(x) exp(x)
#define EXPM1_(x) expm1(x)
#define LOG_(x) log(x)
#define LOG1P_(x) log1p(x)
#define SIN_(x) sin(x)
#define COS_(x) cos(x)
#define TAN_(x) tan(x)
#define ASIN_(x) asin(x)
#define ACOS_(x) acos(x)
#define ATAN_(x) atan(x)
#define SINH_(x) sinh(x)
#define COSH_(x) cosh(x)
#define TANH_(x) tanh(x)
#define ASINH_(x) asinh(x)
#define ACOSH_(x) acosh(x)
#define ATANH_(x) atanh(x)
#define ERF_(x) erf(x)
#define IS_NAN_(x) TRUTH((x) != (x))
#define IS_POSITIVE_INFINITY_(x) TRUTH((x) == (NUMBER)INFINITY)
#define IS_NEGATIVE_INFINITY_(x) TRUTH((x) == -(NUMBER)INFINITY)
#define FMOD_(x, y) fmod(x, y)
// NaN wins: the built-in functions would drop it.
#define MIN_(x, y) ((x) != (x) ? (x) : (y) != (y) ? (y) : fmin(x, y))
#define MAX_(x, y) ((x) != (x) ? (x) : (y) != (y) ? (y) : fmax(x, y))

// The exponential is of a number that is not positive, so that it does not overflow.
inline NUMBER SIGMOID_(NUMBER x) {
    const NUMBER e = exp(-fabs(x));
    return (x >= 0 ? (NUMBER)1 : e) / ((NUMBER)1 + e);
}

inline NUMBER MOD_(NUMBER x, NUMBER y) {
    const NUMBER remainder = fmod(x, y);
    return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder;
}

// As in Java: NaN to any power but 0 is NaN, and so is 1 or -1 to an infinite one.
inline NUMBER POW_(NUMBER x, NUMBER y) {
    return y != y || (fabs(x) == 1 && isinf(y)) ? (NUMBER)NAN : pow(x, y);
}

#else

// Signed numbers wrap around, which C only promises of unsigned ones.
#define ADD_(x, y) ((NUMBER)((ulong)(x) + (ulong)(y)))
#define SUB_(x, y) ((NUMBER)((ulong)(x) - (ulong)(y)))
#define MUL_(x, y) ((NUMBER)((ulong)(x) * (ulong)(y)))
#define NEG_(x) ((NUMBER)(0UL - (ulong)(x)))
#define FLOOR_(x) (x)
#define CEIL_(x) (x)
#define ROUND_(x) (x)
#define IS_NAN_(x) ((NUMBER)0)
#define IS_POSITIVE_INFINITY_(x) ((NUMBER)0)
#define IS_NEGATIVE_INFINITY_(x) ((NUMBER)0)
#define BITWISE_NOT_(x) (~(x))
#define BITWISE_AND_(x, y) ((x) & (y))
#define BITWISE_OR_(x, y) ((x) | (y))
#define BITWISE_XOR_(x, y) ((x) ^ (y))
#define SHIFT_LEFT_(x, y) ((ulong)(y) >= 64 ? (NUMBER)0 : (NUMBER)((ulong)(x) << (y)))
#define SHIFT_RIGHT_(x, y) ((ulong)(y) >= 64 ? (NUMBER)0 : (NUMBER)((ulong)(x) >> (y)))
#define MIN_(x, y) ((x) < (y) ? (x) : (y))
#define MAX_(x, y) ((x) > (y) ? (x) : (y))

inline ulong power(ulong base, ulong exponent) {
    ulong result = 1;
    for (; exponent > 0; exponent >>= 1, base *= base) {
        result *= (exponent & 1) ? base : 1;
    }
    return result;
}

#ifdef INT64
#define ABS_(x) ((x) < 0 ? NEG_(x) : (x))
#define SIGN_(x) ((NUMBER)((x) > 0) - (NUMBER)((x) < 0))

// Divisions by 0, and of the least number by -1, would stop the processor.
inline long DIV_(long x, long y) {
    return y == 0 ? 0 : y == -1 ? NEG_(x) : x / (y == 0 || y == -1 ? 1 : y);
}

inline long FMOD_(long x, long y) {
    return y == 0 || y == -1 ? 0 : x % (y == 0 || y == -1 ? 1 : y);
}

inline long MOD_(long x, long y) {
    const long remainder = FMOD_(x, y);
    return remainder != 0 && (remainder < 0) != (y < 0) ? remainder + y : remainder;
}

inline long POW_(long x, long y) {
    return y >= 0 ? (long)power(x, y) : x == 1 ? 1 : x == -1 ? ((y & 1) ? -1 : 1) : 0;
}
#else
#define ABS_(x) (x)
#define SIGN_(x) ((NUMBER)((x) != 0))

inline ulong DIV_(ulong x, ulong y) {
    return y == 0 ? 0 : x / (y == 0 ? 1 : y);
}

inline ulong FMOD_(ulong x, ulong y) {
    return y == 0 ? 0 : x % (y == 0 ? 1 : y);
}

#define MOD_(x, y) FMOD_(x, y)
#define POW_(x, y) power(x, y)
#endif
#endif
