// Softmax of lines, or with LOGARITHMIC its logarithm. KEPT: exponentials are kept in Y between two passes.

COMBINATION(largest, LARGER)
COMBINATION(sum, SUM)

__kernel void softmax(IN(X, x), OUT(X, y), LINE_PARAMETERS) {
    LINE_MEMORY;
    BIND(x);
    BIND(y);
    LINES {
        LINE_START;
        NUMBERV most = -INFINITY;
        EACH(at) {
            const NUMBERV v = LOAD_UPTO(X, x, at, n, -INFINITY);
            most = LARGER(most, v);
        }
        const RESULT max = JOINED(largest, most);
        NUMBERV powers = 0;
        EACH(at) {
            const NUMBERV v = exp(LOAD_UPTO(X, x, at, n, -INFINITY) - max);
            powers += v;
#if defined(KEPT) && !defined(LOGARITHMIC)
            STORE_UPTO(X, y, at, n, v)
#endif
        }
        const RESULT total = JOINED(sum, powers);
#ifdef LOGARITHMIC
        const RESULT logarithm = log(total);
#else
        const RESULT factor = (NUMBER)1 / total;
#endif
        EACH(at) {
#if defined(LOGARITHMIC)
            const NUMBERV v = LOAD_UPTO(X, x, at, n, 0) - max - logarithm;
#elif defined(KEPT)
            const NUMBERV v = LOAD_UPTO(X, y, at, n, 0) * factor;
#else
            const NUMBERV v = exp(LOAD_UPTO(X, x, at, n, 0) - max) * factor;
#endif
            STORE_UPTO(X, y, at, n, v)
        }
    }
}
