// Channels of [batch, channels, plane] less their mean, divided by their deviation, SCALED: times a scale, plus a bias.
// Rows are planes; columns are channels, where planes are one element. VARIANCES stand for inverse deviations.

#ifdef ROWS
#define OF_CHANNEL(T, p) ((NUMBER)T##_LOAD(p, task % channels))
#else
#define OF_CHANNEL(T, p) AS_VECTOR(NUMBER, n >= LANES ? T##_LOADV(p, column) : T##_LOADN(p, column, n, 0))
#endif

__kernel void normalize_channels(IN(X, x),
#ifdef SCALED
                                 IN(S, scale), IN(S, bias),
#endif
                                 IN(R, means), IN(R, inverses), OUT(X, y), const NUMBER epsilon, const int channels,
                                 LINE_PARAMETERS) {
    LINE_MEMORY;
    BIND(x);
    BIND(means);
    BIND(inverses);
    BIND(y);
#ifdef SCALED
    BIND(scale);
    BIND(bias);
#endif
    LINES {
        LINE_START;
        const RESULT mean = OF_CHANNEL(R, means);
        RESULT factor = OF_CHANNEL(R, inverses);
        RESULT shift = 0;
#ifdef VARIANCES
        factor = (NUMBER)1 / sqrt(factor + epsilon);
#endif
#ifdef SCALED
        factor *= OF_CHANNEL(S, scale);
        shift = OF_CHANNEL(S, bias);
#endif
        EACH(at) {
            const NUMBERV v = (LOAD_UPTO(X, x, at, n, 0) - mean) * factor + shift;
            STORE_UPTO(X, y, at, n, v)
        }
    }
}
