// X is the type of stored elements, X_REAL the one to compute in; X_LOAD and X_STORE go from one to the other.
__kernel void leaky_integrator(
        IN(X, x), OUT(X, y), const int rows, const int length, const float decay, const int reverse) {
    BIND(x);
    BIND(y);
    const int row = get_global_id(0);
    if (row >= rows) {
        return;
    }
    X_REAL sum = 0;
    for (int t = 0; t < length; t++) {
        const int i = row * length + (reverse ? length - 1 - t : t);
        sum = X_LOAD(x, i) + decay * sum;
        X_STORE(y, i, sum);
    }
}
