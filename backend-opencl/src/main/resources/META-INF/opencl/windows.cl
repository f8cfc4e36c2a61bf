// Windows over three axes: tap k of window o is at o * stride - begin + k * dilation.

typedef struct {
    int size, count, taps, stride, dilation, begin;
} Axis;

#define AXIS_PARAMETERS(a) \
    const int a##_size, const int a##_count, const int a##_taps, const int a##_stride, const int a##_dilation, \
    const int a##_begin
#define AXIS(a) const Axis a = {a##_size, a##_count, a##_taps, a##_stride, a##_dilation, a##_begin}
#define WINDOWS AXIS_PARAMETERS(d), AXIS_PARAMETERS(h), AXIS_PARAMETERS(w)
#define BIND_WINDOWS AXIS(d); AXIS(h); AXIS(w)

// Where a window begins.
static int begin_of(const Axis a, const int o) {
    return o * a.stride - a.begin;
}

// The first tap of a window that is not before `least`.
static int first_tap(const Axis a, const int begin, const int least) {
    return begin >= least ? 0 : (least - begin + a.dilation - 1) / a.dilation;
}

// The first tap of a window that is not before `most`, which may be none of its taps.
static int end_tap(const Axis a, const int begin, const int most) {
    return begin >= most ? 0 : min(a.taps, (most - 1 - begin) / a.dilation + 1);
}

// How many taps there are between.
static int taps_between(const Axis a, const int o, const int least, const int most) {
    const int begin = begin_of(a, o);
    return max(0, end_tap(a, begin, most) - first_tap(a, begin, least));
}
