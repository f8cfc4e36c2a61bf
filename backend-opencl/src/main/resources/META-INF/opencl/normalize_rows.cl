// Rows less their mean (CENTRED), divided by their deviation, times a scale, plus a bias (BIASED).
// The scale is one of each column, or with CHANNELS one of each run of `plane` elements: rows are groups of channels,
// `groups` of which belong to an image.

COMBINATION(sum, SUM)

#define LOADED(T, p, i, n, fill) AS_VECTOR(NUMBER, (n) >= LANES ? T##_LOADV(p, i) : T##_LOADN(p, i, n, fill))

__kernel void normalize_rows(IN(X, x), IN(S, scale),
#ifdef BIASED
                             IN(S, bias),
#endif
                             OUT(Y, y),
#ifdef MEANS
                             OUT(M, means),
#endif
#ifdef INVERSES
                             OUT(M, inverses),
#endif
                             const NUMBER epsilon, const int groups, const int channels, const int plane,
                             LINE_PARAMETERS) {
    LINE_MEMORY;
    BIND(x);
    BIND(scale);
    BIND(y);
#ifdef BIASED
    BIND(bias);
#endif
#ifdef MEANS
    BIND(means);
#endif
#ifdef INVERSES
    BIND(inverses);
#endif
    LINES {
        LINE_START;
        NUMBER mean = 0;
#ifdef CENTRED
        NUMBERV sums = 0;
        EACH(at) {
            sums += LOADED(X, x, at, n, 0);
        }
        mean = JOINED(sum, sums) / (NUMBER)length;
#endif
        NUMBERV squares = 0;
        EACH(at) {
            const NUMBERV v = LOADED(X, x, at, n, mean) - mean;
            squares += v * v;
        }
        const NUMBER inverse = (NUMBER)1 / sqrt(JOINED(sum, squares) / (NUMBER)length + epsilon);
        if (MEMBER == 0 && task < tasks) {
#ifdef MEANS
            M_STORE(means, task, (M_REAL)mean);
#endif
#ifdef INVERSES
            M_STORE(inverses, task, (M_REAL)inverse);
#endif
        }
#ifdef CHANNELS
        for (int c = 0; c < channels && size > 0; c++) {
            const int channel = task % groups * channels + c;
            const NUMBER factor = inverse * (NUMBER)S_LOAD(scale, channel);
            const NUMBER shift = (NUMBER)S_LOAD(bias, channel);
            for (int i = MEMBER * LANES; i < plane; i += TEAM * LANES) {
                const int at = start + c * plane + i;
                const NUMBERV v = (LOADED(X, x, at, plane - i, 0) - mean) * factor + shift;
                STORE_UPTO(Y, y, at, plane - i, AS_VECTOR(Y_REAL, v))
            }
        }
#else
        EACH(at) {
            NUMBERV v = (LOADED(X, x, at, n, 0) - mean) * inverse * LOADED(S, scale, at - start, n, 0);
#ifdef BIASED
            v += LOADED(S, bias, at - start, n, 0);
#endif
            STORE_UPTO(Y, y, at, n, AS_VECTOR(Y_REAL, v))
        }
#endif
    }
}
