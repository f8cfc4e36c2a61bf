// Of scale s with s = (x - mean) inverse, rows normalised: dx = inverse (g - avg(g) - s avg(g s)) with g = scale dy,
// and the sums of dy s over the rows, in parts. Without CENTRED mean and avg(g) are 0.

COMBINATION(sum, SUM)

#ifdef CENTRED
#define MEANS_PARAMETER IN(X, means),
#define MEAN_OF(row) X_LOAD(means, row)
#else
#define MEANS_PARAMETER
#define MEAN_OF(row) ((NUMBER)0)
#endif

#ifdef ROWS

__kernel void standardize_gradient(IN(X, x), IN(X, scale), IN(X, dy), IN(X, inverses), MEANS_PARAMETER OUT(X, dx),
                                   LINE_PARAMETERS) {
    LINE_MEMORY;
    BIND(x);
    BIND(scale);
    BIND(dy);
    BIND(inverses);
    BIND(dx);
#ifdef CENTRED
    BIND(means);
#endif
    LINES {
        LINE_START;
        const NUMBER mean = task < tasks ? MEAN_OF(task) : 0;
        const NUMBER inverse = task < tasks ? X_LOAD(inverses, task) : 0;
        NUMBERV sums = 0, products = 0;
        EACH(at) {
            const NUMBERV g = LOAD_UPTO(X, dy, at, n, 0) * LOAD_UPTO(X, scale, at - start, n, 0);
            const NUMBERV s = (LOAD_UPTO(X, x, at, n, 0) - mean) * inverse;
            sums += g;
            products += g * s;
        }
        NUMBER average = 0;
#ifdef CENTRED
        average = JOINED(sum, sums) / (NUMBER)length;
#endif
        const NUMBER along = JOINED(sum, products) / (NUMBER)length;
        EACH(at) {
            const NUMBERV g = LOAD_UPTO(X, dy, at, n, 0) * LOAD_UPTO(X, scale, at - start, n, 0);
            const NUMBERV s = (LOAD_UPTO(X, x, at, n, 0) - mean) * inverse;
            STORE_UPTO(X, dx, at, n, inverse * (g - average - s * along))
        }
    }
}

#else

__kernel void scale_gradient(IN(X, x), IN(X, dy), IN(X, inverses), MEANS_PARAMETER OUT(X, sums),
                             const int tasks, const int take, const int rows, const int parts, const int columns) {
    BIND(x);
    BIND(dy);
    BIND(inverses);
    BIND(sums);
#ifdef CENTRED
    BIND(means);
#endif
    const int blocks = (columns + LANES - 1) / LANES;
    const int first = get_global_id(0) * take;
    for (int task = first; task < min(first + take, tasks); task++) {
        const int part = task / blocks;
        const int column = task % blocks * LANES;
        const int n = columns - column;
        const int last = (int)((long)rows * (part + 1) / parts);
        NUMBERV all = 0;
        for (int row = (int)((long)rows * part / parts); row < last;) {
            NUMBERV sum = 0;
            for (const int end = row + min(256, last - row); row < end; row++) {
                const int at = row * columns + column;
                const NUMBERV s = (LOAD_UPTO(X, x, at, n, 0) - MEAN_OF(row)) * X_LOAD(inverses, row);
                sum += LOAD_UPTO(X, dy, at, n, 0) * s;
            }
            all += sum;
        }
        STORE_UPTO(X, sums, part * columns + column, n, all)
    }
}

#endif
