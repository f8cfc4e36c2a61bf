// The elements of x in the type of y. CONVERTED goes from X_REAL to a number that Y_STORE takes.
__kernel void cast(IN(X, x), OUT(Y, y), const int elements) {
    BIND(x);
    BIND(y);
    const int i = get_global_id(0);
    if (i < elements) {
        Y_STORE(y, i, CONVERTED(X_LOAD(x, i)));
    }
}
