// For each window over the planes of X: its largest element (MAXIMUM), the mean (AVERAGE), or the norm of exponent p
// (otherwise). Of equal elements the first counts, and NaN before all. With PLACED it is known where the largest is:
// INDICES, PLACES and GATHERED say what is written.

#define NUMBERV VECTOR(NUMBER)
#define PLACEV VECTOR(PLACE)

#if defined(MAXIMUM) && defined(PLACED)
#define STATE(N, P) N best = (NUMBER)LOWEST; P place = -1
#define VISIT(v, at)                                                             \
    {                                                                            \
        const SELECTED take = place < 0 | v > best | (v != v & best == best);    \
        best = take ? v : best;                                                  \
        place = take ? (at) : place;                                             \
    }
#define VISITV(v, at)                                                            \
    {                                                                            \
        const PLACEV take = place < 0 | v > best | (v != v & best == best);      \
        best = take ? v : best;                                                  \
        place = take ? (at) + ramp : place;                                      \
    }
#elif defined(MAXIMUM)
#define STATE(N, P) N best = (NUMBER)LOWEST
#define VISIT(v, at) best = (v > best | v != v) ? v : best
#define VISITV(v, at) VISIT(v, at)
#elif defined(AVERAGE)
#define STATE(N, P) N best = 0
#define VISIT(v, at) best += v
#define VISITV(v, at) VISIT(v, at)
#else
#if P == 1
#define POWER(N, v) fabs(v)
#define ROOT(N, sum) (sum)
#else
#if P == 2
#define POWER(N, v) ((v) * (v))
#define ROOT_(N, sum) sqrt(sum)
#else
#define POWER(N, v) pow(fabs(v), (N)P)
#define ROOT_(N, sum) pow(sum, (N)((NUMBER)1 / P))
#endif
#define ROOT(N, sum) ((sum) > 0 ? ROOT_(N, sum) : (N)0)
#endif
#define STATE(N, P_) N best = 0
#define VISIT(v, at) best += POWER(NUMBER, v)
#define VISITV(v, at) best += POWER(NUMBERV, v)
#endif
#define SELECTED int

#if LANES > 1
// Elements that are the stride of windows apart.
static NUMBERV load_strided(const __global X *x, const int at, const int stride) {
#if STRIDE == 1
    return X_LOADV(x, at);
#elif STRIDE == 2
    NUMBERV v;
    v.lo = X_LOADV(x, at).even;
    v.hi = X_LOADV(x, at + LANES - 1).odd;
    return v;
#else
    NUMBER lanes[LANES];
    for (int k = 0; k < LANES; k++) {
        lanes[k] = X_LOAD(x, at + k * stride);
    }
    return JOIN(vload, LANES)(0, lanes);
#endif
}
#endif

// The number of an element in all of X, whose spatial axes count from the first if COLUMN_MAJOR.
#ifdef COLUMN_MAJOR
#define INDEX(place)                                                                                           \
    ((long)plane * plane_size + (place) / w.size / h.size + (place) / w.size % h.size * d.size                 \
     + (place) % w.size * d.size * h.size)
#else
#define INDEX(place) ((long)plane * plane_size + (place))
#endif

// How many taps the average of a window divides by, along an axis.
#define DIVISOR(a, o) taps_between(a, o, a##_least, a##_most)

__kernel void pool(IN(X, x),
#ifdef GATHERED
                   IN(X, values),
#endif
#ifdef PLACES
                   OUT(int, places),
#else
                   OUT(X, y),
#endif
#ifdef INDICES
                   OUT(long, indices),
#endif
                   const int tasks, const int take, WINDOWS
#ifdef AVERAGE
                   , const int d_least, const int d_most, const int h_least, const int h_most, const int w_least,
                   const int w_most
#endif
                   ) {
    BIND(x);
#ifdef GATHERED
    BIND(values);
#endif
#ifdef PLACES
    BIND(places);
#else
    BIND(y);
#endif
#ifdef INDICES
    BIND(indices);
#endif
    BIND_WINDOWS;
    const int plane_size = d.size * h.size * w.size;
    // The windows of a row whose taps are all inside it.
    const int inside = min(w.count, (max(w.begin, 0) + w.stride - 1) / w.stride);
    const int reach = w.size - 1 - (w.taps - 1) * w.dilation + w.begin;
    const int outside = reach < 0 ? inside : max(inside, min(w.count, reach / w.stride + 1));
#if LANES > 1
    int ramp_lanes[LANES];
    for (int k = 0; k < LANES; k++) {
        ramp_lanes[k] = k * w.stride;
    }
#ifdef PLACED
    const PLACEV ramp = AS_VECTOR(PLACE, JOIN(vload, LANES)(0, ramp_lanes));
#endif
#endif
    const int first = get_global_id(0) * take;
    for (int task = first; task < min(first + take, tasks); task++) {
#ifdef WHOLE_ROWS
        const int row = task;
        const int end = w.count;
        int o = 0;
#else
        const int row = task / w.count;
        int o = task % w.count;
        const int end = o + 1;
#endif
        const int oh = row % h.count;
        const int od = row / h.count % d.count;
        const int plane = row / h.count / d.count;
        const __global X *from = x + (long)plane * plane_size;
        const int begin_d = begin_of(d, od), begin_h = begin_of(h, oh);
        const int first_d = first_tap(d, begin_d, 0), end_d = end_tap(d, begin_d, d.size);
        const int first_h = first_tap(h, begin_h, 0), end_h = end_tap(h, begin_h, h.size);
        while (o < end) {
#if LANES > 1
            if (o >= inside && o < outside && outside - inside >= LANES) {
                o = min(o, outside - LANES);
                const int begin_w = begin_of(w, o);
                STATE(NUMBERV, PLACEV);
                for (int kd = first_d; kd < end_d; kd++) {
                    for (int kh = first_h; kh < end_h; kh++) {
                        const int line = ((begin_d + kd * d.dilation) * h.size + begin_h + kh * h.dilation) * w.size;
                        for (int kw = 0; kw < w.taps; kw++) {
                            const int at = line + begin_w + kw * w.dilation;
                            const NUMBERV v = load_strided(from, at, w.stride);
                            VISITV(v, at);
                        }
                    }
                }
                const int to = row * w.count + o;
#if defined(PLACED)
                PLACE place_lanes[LANES];
                JOIN(vstore, LANES)(place, 0, place_lanes);
#ifdef GATHERED
                NUMBER found[LANES];
                for (int k = 0; k < LANES; k++) {
                    const int at = (int)place_lanes[k];
                    found[k] = at < 0 ? 0 : X_LOAD(values, (long)plane * plane_size + max(at, 0));
                }
                X_STOREV(y, to, JOIN(vload, LANES)(0, found));
#elif defined(PLACES)
                for (int k = 0; k < LANES; k++) {
                    places[to + k] = (int)place_lanes[k];
                }
#else
                X_STOREV(y, to, best);
                for (int k = 0; k < LANES; k++) {
                    indices[to + k] = INDEX((int)max(place_lanes[k], (PLACE)0));
                }
#endif
#elif defined(MAXIMUM)
                X_STOREV(y, to, best);
#elif defined(AVERAGE)
                const NUMBER count = (NUMBER)DIVISOR(d, od) * (NUMBER)DIVISOR(h, oh) * (NUMBER)w.taps;
                X_STOREV(y, to, best / count);
#else
                X_STOREV(y, to, ROOT(NUMBERV, best));
#endif
                o += LANES;
                continue;
            }
#endif
            const int begin_w = begin_of(w, o);
            const int first_w = first_tap(w, begin_w, 0), end_w = end_tap(w, begin_w, w.size);
            STATE(NUMBER, int);
            for (int kd = first_d; kd < end_d; kd++) {
                for (int kh = first_h; kh < end_h; kh++) {
                    const int line = ((begin_d + kd * d.dilation) * h.size + begin_h + kh * h.dilation) * w.size;
                    for (int kw = first_w; kw < end_w; kw++) {
                        const int at = line + begin_w + kw * w.dilation;
                        const NUMBER v = X_LOAD(from, at);
                        VISIT(v, at);
                    }
                }
            }
            const int to = row * w.count + o;
#if defined(GATHERED)
            X_STORE(y, to, place < 0 ? 0 : X_LOAD(values, (long)plane * plane_size + max(place, 0)));
#elif defined(PLACES)
            places[to] = place;
#elif defined(AVERAGE)
            X_STORE(y, to, best / ((NUMBER)DIVISOR(d, od) * (NUMBER)DIVISOR(h, oh) * (NUMBER)DIVISOR(w, o)));
#elif defined(MAXIMUM)
            X_STORE(y, to, best);
#ifdef INDICES
            indices[to] = INDEX(max(place, 0));
#endif
#else
            X_STORE(y, to, ROOT(NUMBER, best));
#endif
            o++;
        }
    }
}
