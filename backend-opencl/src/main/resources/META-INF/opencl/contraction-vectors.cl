// Vectors of V numbers of type REAL: VECTOR, loaded from elements of any type and stored as such.

#define JOIN_(x, y) x##y
#define JOIN(x, y) JOIN_(x, y)
#define VECTOR JOIN(REAL, V)
#define LANES(type) JOIN(type, V)
#define CONVERT_(type, v) JOIN(JOIN(convert_, type), V)(v)

#define LOADV_FLOAT(p, i) JOIN(vload, V)(0, (p) + (i))
#define STOREV_FLOAT(p, i, v) JOIN(vstore, V)(v, 0, (p) + (i))
#define LOADV_FLOAT16(p, i) JOIN(vload_half, V)(0, (const __global half *)(p) + (i))
#define STOREV_FLOAT16(p, i, v) JOIN(JOIN(vstore_half, V), _rte)(v, 0, (__global half *)(p) + (i))
#define LOADV_BFLOAT16(p, i) JOIN(as_float, V)(CONVERT_(uint, JOIN(vload, V)(0, (p) + (i))) << 16)
#define STOREV_BFLOAT16(p, i, v) store_bfloat16(v, (p) + (i))
#define LOADV_DOUBLE LOADV_FLOAT
#define STOREV_DOUBLE STOREV_FLOAT
#define LOADV_INT(p, i) CONVERT_(REAL, JOIN(vload, V)(0, (p) + (i)))
#define LOADV_INT32 LOADV_INT
#define STOREV_INT32(p, i, v) JOIN(vstore, V)(CONVERT_(int, v), 0, (p) + (i))
#define LOADV_UINT32 LOADV_INT
#define STOREV_UINT32(p, i, v) JOIN(vstore, V)(CONVERT_(uint, v), 0, (p) + (i))
#define LOADV_INT64 LOADV_FLOAT
#define STOREV_INT64 STOREV_FLOAT
#define LOADV_UINT64 LOADV_FLOAT
#define STOREV_UINT64 STOREV_FLOAT

#ifdef HAS_BFLOAT16
inline void store_bfloat16(VECTOR v, __global ushort *p) {
    const LANES(uint) bits = JOIN(as_uint, V)(v);
    const LANES(uint) rounded = (bits + 0x7fffu + (bits >> 16 & 1u)) >> 16;
    JOIN(vstore, V)(CONVERT_(ushort, isnan(v) ? bits >> 16 | 0x40u : rounded), 0, p);
}
#endif
