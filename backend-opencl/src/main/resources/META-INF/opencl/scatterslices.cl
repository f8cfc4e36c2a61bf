// Slices that tuples of indices point at. A work-item walks all tuples in their order and takes, of the slices for its
// own slots, some neighbouring elements. With weights, neighbouring tuples place the same slice.
#if WEIGHTED
#define UPDATE (updates + (long)(j / taps) * run)
#define NUMBER(c) (T_LOAD(weights, j) * T_LOAD(update, c))
#else
#define UPDATE (updates + (long)j * run)
#define NUMBER(c) T_LOAD(update, c)
#endif

__kernel void scattered_slices(IN(INDEX, indices), IN(T, updates),
#if WEIGHTED
                               IN(T, weights), const int taps,
#endif
                               OUT(A, output), const int entries, const int run, const int span, const int pieces,
                               const int slots TUPLE_PARAMETERS) {
    const long piece = get_global_id(0);
    if (piece >= pieces) {
        return;
    }
    BIND(indices);
    BIND(updates);
    BIND(output);
#if WEIGHTED
    BIND(weights);
#endif
    const int from = (int)piece * span;
    const int to = from + min(span, run - from);
    const long first = get_global_id(1) * (long)slots;
    for (int j = 0; j < entries; j++) {
        const int slot = place(indices + (long)j * LENGTH TUPLE_ARGUMENTS);
        if (slot >= first && slot < first + slots) {
            __global A *sums = output + (long)slot * run;
            __global const T *update = UPDATE;
            for (int c = from; c < to; c++) {
                A_STORE(sums, c, COMBINE(A_LOAD(sums, c), NUMBER(c)));
            }
        }
    }
}
