// dx = y (dy - sum of y dy), or with LOGARITHMIC dx = dy - exp(y) sum of dy.

COMBINATION(sum, SUM)

__kernel void softmax_gradient(IN(X, y), IN(X, dy), OUT(X, dx), LINE_PARAMETERS) {
    LINE_MEMORY;
    BIND(y);
    BIND(dy);
    BIND(dx);
    LINES {
        LINE_START;
        NUMBERV sums = 0;
        EACH(at) {
            const NUMBERV u = LOAD_UPTO(X, dy, at, n, 0);
#ifdef LOGARITHMIC
            sums += u;
#else
            const NUMBERV v = LOAD_UPTO(X, y, at, n, 0);
            sums += u * v;
#endif
        }
        const RESULT total = JOINED(sum, sums);
        EACH(at) {
            const NUMBERV u = LOAD_UPTO(X, dy, at, n, 0);
            const NUMBERV v = LOAD_UPTO(X, y, at, n, 0);
#ifdef LOGARITHMIC
            const NUMBERV result = u - exp(v) * total;
#else
            const NUMBERV result = v * (u - total);
#endif
            STORE_UPTO(X, dx, at, n, result)
        }
    }
}
