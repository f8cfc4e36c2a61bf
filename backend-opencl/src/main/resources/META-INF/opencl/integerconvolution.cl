// Convolutions of integers minus their zero points. A work-item takes one element of the result; sums wrap around at
// 32 bits, as portable ones do. Padding is the zero point, so it adds nothing.

// The taps of a window that are inside an axis.
inline int first_tap(int begin, int dilation) {
    return begin >= 0 ? 0 : (dilation - 1 - begin) / dilation;
}

inline int end_tap(int begin, int dilation, int size, int taps) {
    return begin >= size ? 0 : min(taps, (size - 1 - begin) / dilation + 1);
}

__kernel void convolution(IN(X, x), IN(W, w),
#ifdef ZERO_X
                          IN(X, zx),
#endif
#ifdef ZERO_W
                          IN(W, zw),
#endif
#ifdef REQUANTIZE
                          IN(float, sx), IN(float, sw), IN(float, sy), IN(Y, zy),
#endif
#ifdef BIAS
                          IN(int, bias),
#endif
                          OUT(Y, y), const int planes, const int outputs, const int inputs, const int group_outputs,
                          const int channels, const int zw_stride, const int sw_stride,
                          const int d, const int kd, const int od, const int stride_d, const int dil_d, const int pad_d,
                          const int h, const int kh, const int oh, const int stride_h, const int dil_h, const int pad_h,
                          const int v, const int kv, const int ov, const int stride_v, const int dil_v,
                          const int pad_v) {
    const int column = get_global_id(0);
    const int line = get_global_id(1);
    const int plane = get_global_id(2);
    if (column >= ov || line >= od * oh || plane >= planes) {
        return;
    }
    BIND(x);
    BIND(w);
    BIND(y);
    const int image = plane / outputs;
    const int channel = plane % outputs;
#ifdef ZERO_X
    BIND(zx);
    const int zero_x = zx[0];
#else
    const int zero_x = 0;
#endif
#ifdef ZERO_W
    BIND(zw);
    const int zero_w = zw[channel * zw_stride];
#else
    const int zero_w = 0;
#endif
    const int begin_d = line / oh * stride_d - pad_d;
    const int begin_h = line % oh * stride_h - pad_h;
    const int begin_v = column * stride_v - pad_v;
    const int from_d = first_tap(begin_d, dil_d);
    const int from_h = first_tap(begin_h, dil_h);
    const int from_v = first_tap(begin_v, dil_v);
    const int to_d = end_tap(begin_d, dil_d, d, kd);
    const int to_h = end_tap(begin_h, dil_h, h, kh);
    const int to_v = end_tap(begin_v, dil_v, v, kv);
    uint sum = 0;
    for (int c = 0; c < inputs; c++) {
        const __global X *source = x + (image * channels + channel / group_outputs * inputs + c) * d * h * v;
        const __global W *weights = w + (channel * inputs + c) * kd * kh * kv;
        for (int i = from_d; i < to_d; i++) {
            for (int j = from_h; j < to_h; j++) {
                const __global X *row = source + ((begin_d + i * dil_d) * h + begin_h + j * dil_h) * v;
                for (int k = from_v; k < to_v; k++) {
                    const int weight = (int)weights[(i * kh + j) * kv + k] - zero_w;
                    sum += (uint)(((int)row[begin_v + k * dil_v] - zero_x) * weight);
                }
            }
        }
    }
    const int at = (plane * od * oh + line) * ov + column;
#ifdef BIAS
    BIND(bias);
    sum += (uint)bias[channel];
#endif
#ifdef REQUANTIZE
    BIND(sx);
    BIND(sw);
    BIND(sy);
    BIND(zy);
    const float ratio = sx[0] * sw[channel * sw_stride] / sy[0];
    const float place = rint((float)(int)sum * ratio) + (float)zy[0];
    const int code = place != place ? 0 : (int)fmin(fmax(place, (float)LOW), (float)HIGH);
    Y_STORE(y, at, code);
#else
    y[at] = (int)sum;
#endif
}
