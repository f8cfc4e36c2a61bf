// Vectors of LANES elements: 1, 2, 4, 8 or 16. With one lane they are numbers, and the same code does.

#define JOIN_(x, y) x##y
#define JOIN(x, y) JOIN_(x, y)

#if LANES == 1

#define VECTOR(T) T
#define AS_VECTOR(T, v) ((T)(v))
#define LOADV_FLOAT(p, i) LOAD_FLOAT(p, i)
#define LOADV_FLOAT16(p, i) LOAD_FLOAT16(p, i)
#define LOADV_BFLOAT16(p, i) LOAD_BFLOAT16(p, i)
#define LOADV_DOUBLE(p, i) LOAD_DOUBLE(p, i)
#define STOREV_FLOAT(p, i, v) STORE_FLOAT(p, i, v)
#define STOREV_FLOAT16(p, i, v) STORE_FLOAT16(p, i, v)
#define STOREV_BFLOAT16(p, i, v) STORE_BFLOAT16(p, i, v)
#define STOREV_DOUBLE(p, i, v) STORE_DOUBLE(p, i, v)
#define LOADN_FLOAT(p, i, n, fill) LOAD_FLOAT(p, i)
#define LOADN_FLOAT16(p, i, n, fill) LOAD_FLOAT16(p, i)
#define LOADN_BFLOAT16(p, i, n, fill) LOAD_BFLOAT16(p, i)
#define LOADN_DOUBLE(p, i, n, fill) LOAD_DOUBLE(p, i)
#define STOREN_FLOAT(p, i, n, v) STORE_FLOAT(p, i, v)
#define STOREN_FLOAT16(p, i, n, v) STORE_FLOAT16(p, i, v)
#define STOREN_BFLOAT16(p, i, n, v) STORE_BFLOAT16(p, i, v)
#define STOREN_DOUBLE(p, i, n, v) STORE_DOUBLE(p, i, v)
#define FOLD_STEPS(C, v)
#define FIRST_LANE(v) (v)

#else

#define VECTOR(T) JOIN(T, LANES)
#define AS_VECTOR(T, v) JOIN(JOIN(convert_, T), LANES)(v)
#define LOADV_FLOAT(p, i) JOIN(vload, LANES)(0, (p) + (i))
#define LOADV_FLOAT16(p, i) JOIN(vload_half, LANES)(0, (const __global half *)((p) + (i)))
#define LOADV_BFLOAT16(p, i) \
    JOIN(as_float, LANES)(JOIN(convert_uint, LANES)(JOIN(vload, LANES)(0, (p) + (i))) << 16)
#define LOADV_DOUBLE(p, i) JOIN(vload, LANES)(0, (p) + (i))
#define STOREV_FLOAT(p, i, v) JOIN(vstore, LANES)(v, 0, (p) + (i))
#define STOREV_FLOAT16(p, i, v) JOIN(JOIN(vstore_half, LANES), _rte)(v, 0, (__global half *)((p) + (i)))
#define STOREV_BFLOAT16(p, i, v) JOIN(vstore, LANES)(bfloat16_vector(v), 0, (p) + (i))
#define STOREV_DOUBLE(p, i, v) JOIN(vstore, LANES)(v, 0, (p) + (i))

// As bfloat16_bits.
static VECTOR(ushort) bfloat16_vector(VECTOR(float) v) {
    const VECTOR(uint) bits = JOIN(as_uint, LANES)(v);
    const VECTOR(uint) rounded = (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
    return JOIN(convert_ushort, LANES)((bits & 0x7fffffffu) > 0x7f800000u ? bits >> 16 | 0x40u : rounded);
}

// The first n elements, and fill in the other lanes; LOADN_t(pointer, index, n, fill), STOREN_t(pointer, index, n, v).
#define PARTS(T, STORED, NUMBER)                                                                         \
    static VECTOR(NUMBER) LOADN_##T(const __global STORED *p, const int i, const int n, NUMBER fill) {   \
        NUMBER lanes[LANES];                                                                             \
        for (int k = 0; k < LANES; k++) {                                                                \
            lanes[k] = k < n ? LOAD_##T(p, i + k) : fill;                                                \
        }                                                                                                \
        return JOIN(vload, LANES)(0, lanes);                                                             \
    }                                                                                                    \
    static void STOREN_##T(__global STORED *p, const int i, const int n, const VECTOR(NUMBER) v) {       \
        NUMBER lanes[LANES];                                                                             \
        JOIN(vstore, LANES)(v, 0, lanes);                                                                \
        for (int k = 0; k < n; k++) {                                                                    \
            STORE_##T(p, i + k, lanes[k]);                                                               \
        }                                                                                                \
    }

PARTS(FLOAT, float, float)
PARTS(FLOAT16, ushort, float)
PARTS(BFLOAT16, ushort, float)
#ifdef cl_khr_fp64
PARTS(DOUBLE, double, double)
#endif

// Statements that combine all lanes of v in each.
#if LANES == 2
#define FOLD_STEPS(C, v) v = C(v, v.s10)
#elif LANES == 4
#define FOLD_STEPS(C, v) v = C(v, v.s2301); v = C(v, v.s1032)
#elif LANES == 8
#define FOLD_STEPS(C, v) v = C(v, v.s45670123); v = C(v, v.s23016745); v = C(v, v.s10325476)
#else
#define FOLD_STEPS(C, v)                                          \
    v = C(v, v.s89abcdef01234567); v = C(v, v.s45670123cdef89ab); \
    v = C(v, v.s23016745ab89efcd); v = C(v, v.s1032547698badcfe)
#endif
#define FIRST_LANE(v) ((v).s0)

#endif

// A function that combines the lanes of a vector to one number.
#define FOLD(name, T, C)                 \
    static T name(const VECTOR(T) all) { \
        VECTOR(T) v = all;               \
        FOLD_STEPS(C, v);                \
        return FIRST_LANE(v);            \
    }

// Elements i and following: LANES, or n if these are fewer.
#define LOAD_UPTO(T, p, i, n, fill) ((n) >= LANES ? T##_LOADV(p, i) : T##_LOADN(p, i, n, fill))
#define STORE_UPTO(T, p, i, n, v)    \
    if ((n) >= LANES) {              \
        T##_STOREV(p, i, v);         \
    } else {                         \
        T##_STOREN(p, i, n, v);      \
    }
