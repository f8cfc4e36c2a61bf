// Codes of numbers, numbers of codes, or numbers rounded as if they were coded. One work-item takes one element.
// NUMBER: float or double; LOW, HIGH: the range of codes; LAST: the axis of the scales is the fastest.

#if defined(QUOTIENT_FLOAT16)
inline float rounded(float v) {
    ushort bits;
    vstore_half_rte(v, 0, (__private half *)&bits);
    return vload_half(0, (const __private half *)&bits);
}
#elif defined(QUOTIENT_BFLOAT16)
inline float rounded(float v) {
    return as_float((uint)bfloat16_bits(v) << 16);
}
#else
#define rounded(v) (v)
#endif

#ifdef Z
#define ZERO ((NUMBER)Z_LOAD(zero, o * z0 + a / block * z1 + i * z2))
#define MINUS_ZERO(v) ((v) - ZERO)
#define PLUS_ZERO(v) ((v) + ZERO)
#else
#define MINUS_ZERO(v) (v)
#define PLUS_ZERO(v) (v)
#endif

__kernel void quantize(IN(X, x), IN(S, scale),
#ifdef Z
                       IN(Z, zero),
#endif
                       OUT(Y, y), const int outer, const int axis, const int inner, const int block,
                       const int s0, const int s1, const int s2, const int z0, const int z1, const int z2) {
#ifdef LAST
    const int i = 0;
    const int a = get_global_id(0);
    const int o = get_global_id(1);
#else
    const int i = get_global_id(0);
    const int a = get_global_id(1);
    const int o = get_global_id(2);
#endif
    if (i >= inner || a >= axis || o >= outer) {
        return;
    }
    BIND(x);
    BIND(scale);
    BIND(y);
#ifdef Z
    BIND(zero);
#endif
    const int at = (o * axis + a) * inner + i;
    const NUMBER step = (NUMBER)S_LOAD(scale, o * s0 + a / block * s1 + i * s2);
#ifdef DEQUANTIZE
    Y_STORE(y, at, MINUS_ZERO((NUMBER)X_LOAD(x, at)) * step);
#else
    const NUMBER ratio = rounded(rounded((NUMBER)X_LOAD(x, at)) / rounded(step));
    const NUMBER place = PLUS_ZERO(rint(ratio));
    // NaN has no code.
    const int code = place != place ? 0 : (int)fmin(fmax(place, (NUMBER)LOW), (NUMBER)HIGH);
#ifdef FAKE
    Y_STORE(y, at, MINUS_ZERO((NUMBER)code) * step);
#else
    Y_STORE(y, at, code);
#endif
#endif
}
