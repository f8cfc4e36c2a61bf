// Draws outcomes by inverting the distribution function of each row of logarithms of weights.

#define LARGER(a, b) ((a) != (a) ? (a) : (b) != (b) ? (b) : fmax(a, b))

// Sums of weights, the greatest weight being 1. A group takes a row, each member a part of it.
__kernel __attribute__((reqd_work_group_size(MEMBERS, 1, 1)))
void accumulate(IN(X, x), OUT(double, sums), const int classes) {
    __local double shared[MEMBERS];
    BIND(x);
    BIND(sums);
    const int member = get_local_id(0);
    const long row = (long)get_group_id(0) * classes;
    const int from = (int)((long)classes * member / MEMBERS);
    const int to = (int)((long)classes * (member + 1) / MEMBERS);
    double greatest = -INFINITY;
    for (int i = from; i < to; i++) {
        const double value = X_LOAD(x, row + i);
        greatest = LARGER(greatest, value);
    }
    shared[member] = greatest;
    barrier(CLK_LOCAL_MEM_FENCE);
    for (int k = 0; k < MEMBERS; k++) {
        const double value = shared[k];
        greatest = LARGER(greatest, value);
    }
    barrier(CLK_LOCAL_MEM_FENCE);
    double sum = 0;
    for (int i = from; i < to; i++) {
        const double value = X_LOAD(x, row + i);
        sum += value == greatest ? 1 : exp(value - greatest);
        sums[row + i] = sum;
    }
    shared[member] = sum;
    barrier(CLK_LOCAL_MEM_FENCE);
    double before = 0;
    for (int k = 0; k < member; k++) {
        before += shared[k];
    }
    for (int i = from; i < to && member > 0; i++) {
        sums[row + i] += before;
    }
}

__kernel void draw(IN(double, sums), OUT(Y, y), const int classes, const int samples, const int outcomes, STREAM) {
    const long i = get_global_id(0);
    if (i >= outcomes) {
        return;
    }
    BIND(sums);
    BIND(y);
    const __global double *row = sums + i / samples * classes;
    const ulong2 numbers = two_of(BLOCK(i / 2));
    const double point = unit(i % 2 == 0 ? numbers.x : numbers.y) * row[classes - 1];
    int low = 0;
    int high = classes - 1;
    while (low < high) {
        const int middle = low + (high - low) / 2;
        if (row[middle] > point) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    Y_STORE(y, i, low);
}
