// What stands before every program: exact arithmetic, and elements of all types.
#pragma OPENCL FP_CONTRACT OFF

// Memory is a pointer and the number of elements from it: IN(T, x) among the parameters, BIND(x) at the start.
#define IN(T, x) __global const T *x, const long x##_offset
#define OUT(T, x) __global T *x, const long x##_offset
#define BIND(x) (x += x##_offset)

#define LOAD_FLOAT(p, i) ((p)[i])
#define STORE_FLOAT(p, i, v) ((p)[i] = (v))
#define LOAD_FLOAT16(p, i) vload_half(i, (const __global half *)(p))
#define STORE_FLOAT16(p, i, v) vstore_half_rte(v, i, (__global half *)(p))
#define LOAD_BFLOAT16(p, i) as_float((uint)((p)[i]) << 16)
#define STORE_BFLOAT16(p, i, v) ((p)[i] = bfloat16_bits(v))
#define LOAD_DOUBLE(p, i) ((p)[i])
#define STORE_DOUBLE(p, i, v) ((p)[i] = (v))
#define LOAD_BOOL(p, i) ((long)((p)[i] != 0))
#define STORE_BOOL(p, i, v) ((p)[i] = (v) != 0)
#define LOAD_INT8(p, i) ((long)(p)[i])
#define STORE_INT8(p, i, v) ((p)[i] = (char)(v))
#define LOAD_UINT8(p, i) ((long)(p)[i])
#define STORE_UINT8(p, i, v) ((p)[i] = (uchar)(v))
#define LOAD_INT16(p, i) ((long)(p)[i])
#define STORE_INT16(p, i, v) ((p)[i] = (short)(v))
#define LOAD_UINT16(p, i) ((long)(p)[i])
#define STORE_UINT16(p, i, v) ((p)[i] = (ushort)(v))
#define LOAD_INT32(p, i) ((long)(p)[i])
#define STORE_INT32(p, i, v) ((p)[i] = (int)(v))
#define LOAD_UINT32(p, i) ((long)(p)[i])
#define STORE_UINT32(p, i, v) ((p)[i] = (uint)(v))
#define LOAD_INT64(p, i) ((p)[i])
#define STORE_INT64(p, i, v) ((p)[i] = (long)(v))
#define LOAD_UINT64(p, i) ((p)[i])
#define STORE_UINT64(p, i, v) ((p)[i] = (ulong)(v))

// Rounds to nearest, ties to even; NaN stays NaN.
inline ushort bfloat16_bits(float v) {
    uint bits = as_uint(v);
    return (bits & 0x7fffffffu) > 0x7f800000u ? (ushort)(bits >> 16 | 0x40u)
                                              : (ushort)((bits + 0x7fffu + (bits >> 16 & 1u)) >> 16);
}
