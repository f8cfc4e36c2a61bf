// Images at the places that a grid names. A work-item takes one place of one channel. REAL: the type of coordinates;
// NUMBER: of interpolated numbers; AXES; TAPS: 1 for the nearest element, 2 for linear, 4 for cubic interpolation.

// x modulo twice the span, and mirrored where that is beyond `turn`.
inline REAL bounced(REAL x, REAL span, REAL turn) {
    const REAL period = span * 2;
    const REAL rest = x - period * floor(x / period);
    return rest > turn ? turn * 2 - rest : rest;
}

// A coordinate beyond the ends brought back, as the padding wants it.
inline REAL folded(REAL x, REAL size) {
#ifdef ALIGNED
    const REAL low = 0;
    const REAL high = size - 1;
#else
    const REAL low = (REAL)-0.5f;
    const REAL high = size - (REAL)0.5f;
#endif
    const int beyond = x < low || x > high;
#if defined(BORDER)
    return beyond ? fmin(fmax(x, (REAL)0), size - 1) : x;
#elif defined(REFLECTION)
    const REAL span = fmax(high - low, (REAL)1);
    return beyond ? bounced(x - low, span, span) + low : x;
#else
    return x;
#endif
}

// The element with this number, which is whole; -1 if there is none.
inline int element(REAL number, REAL size) {
    REAL place = number;
#if defined(REFLECTION) && defined(ALIGNED)
    const REAL span = fmax(size - 1, (REAL)1);
    place = bounced(number, span, span);
#elif defined(REFLECTION)
    const REAL span = fmax(size, (REAL)1);
    place = bounced(number, span, span - (REAL)0.5f);
#elif !defined(BORDER)
    if (!(number >= 0 && number <= size - 1)) {
        return -1;
    }
#endif
    return place != place ? 0 : (int)fmin(fmax(place, (REAL)0), size - 1);
}

inline void taps(REAL normalized, int count, int *places, REAL *weights) {
    const REAL size = (REAL)count;
#ifdef ALIGNED
    const REAL x = (normalized + 1) * (REAL)0.5f * (size - 1);
#else
    const REAL x = ((normalized + 1) * size - 1) * (REAL)0.5f;
#endif
#if TAPS == 1
    places[0] = element(folded(rint(x), size), size);
    weights[0] = 1;
#else
    const REAL place = folded(x, size);
    const REAL before = floor(place);
    const REAL t = place - before;
    for (int k = 0; k < TAPS; k++) {
        places[k] = element(before + (k + 1 - TAPS / 2), size);
    }
#if TAPS == 2
    weights[0] = 1 - t;
    weights[1] = t;
#else
    const REAL a = (REAL)-0.75f;
    weights[0] = ((a * t - 2 * a) * t + a) * t;
    weights[1] = ((a + 2) * t + (-a - 3)) * t * t + 1;
    weights[2] = (((-a - 2) * t + (2 * a + 3)) * t - a) * t;
    weights[3] = (-a * t + a) * t * t;
#endif
#endif
}

__kernel void sampled(IN(X, x), IN(G, grid), OUT(X, y), const int points, const int channels, const int planes,
                     const int n0, const int n1, const int n2) {
    const int point = get_global_id(0);
    const int plane = get_global_id(1);
    if (point >= points || plane >= planes) {
        return;
    }
    BIND(x);
    BIND(grid);
    BIND(y);
    const int sizes[3] = {n0, n1, n2};
    int places[3][TAPS];
    REAL weights[3][TAPS];
    const long at = ((long)(plane / channels) * points + point) * AXES;
    // Missing axes are the first, of one element that is always hit.
    for (int axis = 0; axis < 3; axis++) {
        if (axis < 3 - AXES) {
            for (int k = 0; k < TAPS; k++) {
                places[axis][k] = k == 0 ? 0 : -1;
                weights[axis][k] = 1;
            }
        } else {
            taps((REAL)G_LOAD(grid, at + 2 - axis), sizes[axis], places[axis], weights[axis]);
        }
    }
    const __global X *image = x + (long)plane * n0 * n1 * n2;
    const long to = (long)plane * points + point;
#if TAPS == 1
    const int there = places[0][0] >= 0 && places[1][0] >= 0 && places[2][0] >= 0;
    y[to] = there ? image[((long)places[0][0] * n1 + places[1][0]) * n2 + places[2][0]] : (X)0;
#else
    NUMBER sum = 0;
    for (int i = 0; i < TAPS; i++) {
        for (int j = 0; j < TAPS; j++) {
            for (int k = 0; k < TAPS; k++) {
                if (places[0][i] >= 0 && places[1][j] >= 0 && places[2][k] >= 0) {
                    const REAL weight = weights[0][i] * weights[1][j] * weights[2][k];
                    const long element = ((long)places[0][i] * n1 + places[1][j]) * n2 + places[2][k];
                    sum += (NUMBER)weight * (NUMBER)X_LOAD(image, element);
                }
            }
        }
    }
#ifdef LOW
    X_STORE(y, to, (long)(sum != sum ? 0 : fmin(fmax(sum, (NUMBER)LOW), (NUMBER)HIGH)));
#else
    X_STORE(y, to, sum);
#endif
#endif
}
