// What is done before and after updates are combined; a work-item takes an element.
__kernel void zeroed(OUT(A, sums), const int count) {
    const long i = get_global_id(0);
    BIND(sums);
    if (i < count) {
        A_STORE(sums, i, (A_REAL)0);
    }
}

__kernel void widened(IN(T, input), OUT(A, sums), const int count) {
    const long i = get_global_id(0);
    BIND(input);
    BIND(sums);
    if (i < count) {
        A_STORE(sums, i, T_LOAD(input, i));
    }
}

__kernel void narrowed(IN(A, sums), OUT(T, output), const int count) {
    const long i = get_global_id(0);
    BIND(sums);
    BIND(output);
    if (i < count) {
        T_STORE(output, i, A_LOAD(sums, i));
    }
}
