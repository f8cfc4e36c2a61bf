// 1 with the probability that x holds for the element, else 0. A work-item takes two elements.

// Whether a multiple of 2^-53 is less than p. The product is exact.
static bool is_below(const ulong multiple, const X_REAL p) {
    const X_REAL bound = ceil(p * (X_REAL)(1UL << 53));
    return bound >= (X_REAL)(1UL << 53) || (bound > 0 && multiple < (ulong)bound);
}

__kernel void bernoulli(IN(X, x), OUT(Y, y), const int elements, STREAM) {
    const long i = 2 * (long)get_global_id(0);
    if (i >= elements) {
        return;
    }
    BIND(x);
    BIND(y);
    const ulong2 numbers = two_of(BLOCK(i / 2));
    Y_STORE(y, i, (Y_REAL)is_below(numbers.x, X_LOAD(x, i)));
    if (i + 1 < elements) {
        Y_STORE(y, i + 1, (Y_REAL)is_below(numbers.y, X_LOAD(x, i + 1)));
    }
}
