// Affine maps of the places of an image. A work-item takes one place.
inline T_REAL place_of(int index, int size) {
#ifdef ALIGNED
    const T_REAL width = (T_REAL)2 / (T_REAL)max(size - 1, 1);
    return (T_REAL)index * width - 1;
#else
    const T_REAL width = (T_REAL)2 / (T_REAL)size;
    return (T_REAL)index * width + (width * (T_REAL)0.5f - 1);
#endif
}

__kernel void mapped(IN(T, theta), OUT(T, grid), const int batch, const int n0, const int n1, const int n2) {
    const int i = get_global_id(0);
    const int n = get_global_id(1);
    if (i >= n0 * n1 * n2 || n >= batch) {
        return;
    }
    BIND(theta);
    BIND(grid);
    T_REAL places[3];
    places[0] = place_of(i % n2, n2);
    places[1] = place_of(i / n2 % n1, n1);
    places[2] = place_of(i / n2 / n1, n0);
    for (int axis = 0; axis < AXES; axis++) {
        const long row = ((long)n * AXES + axis) * (AXES + 1);
        T_REAL sum = 0;
        for (int k = 0; k < AXES; k++) {
            sum += T_LOAD(theta, row + k) * places[k];
        }
        T_STORE(grid, ((long)n * n0 * n1 * n2 + i) * AXES + axis, sum + T_LOAD(theta, row + AXES));
    }
}
