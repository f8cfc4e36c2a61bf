// Lines divided by their norms: the sum of magnitudes, or with EUCLIDEAN the root of the sum of squares. 0 stays 0.

COMBINATION(sum, SUM)

__kernel void lp_normalize(IN(X, x), OUT(X, y), LINE_PARAMETERS) {
    LINE_MEMORY;
    BIND(x);
    BIND(y);
    LINES {
        LINE_START;
        NUMBERV sums = 0;
        EACH(at) {
            const NUMBERV v = LOAD_UPTO(X, x, at, n, 0);
#ifdef EUCLIDEAN
            sums += v * v;
#else
            sums += fabs(v);
#endif
        }
        const RESULT total = JOINED(sum, sums);
#ifdef EUCLIDEAN
        const RESULT norm = sqrt(total);
#else
        const RESULT norm = total;
#endif
        EACH(at) {
            const NUMBERV v = LOAD_UPTO(X, x, at, n, 0);
            const NUMBERV quotient = v / norm;
            const NUMBERV result = norm == 0 ? (NUMBERV)0 : quotient;
            STORE_UPTO(X, y, at, n, result)
        }
    }
}
