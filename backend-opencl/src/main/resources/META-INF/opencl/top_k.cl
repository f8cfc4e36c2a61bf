// The k best elements of lines of [outer, length, inner], best first, and their places; of equals the first.

// Numbers as integers of the same order: NaN is the largest, zeros of either sign are equal.
static long key_of(const X_REAL v) {
#if defined(FLOAT_KEY)
    const int bits = v != v ? 0x7fc00000 : as_int(v + 0.0f);
    const long key = bits ^ ((bits >> 31) & 0x7fffffff);
#elif defined(DOUBLE_KEY)
    const long bits = v != v ? 0x7ff8000000000000L : as_long(v + 0.0);
    const long key = bits ^ ((bits >> 63) & 0x7fffffffffffffffL);
#elif defined(UNSIGNED_KEY)
    const long key = (long)(v ^ 0x8000000000000000UL);
#else
    const long key = v;
#endif
#ifdef LARGEST
    return key;
#else
    return ~key;
#endif
}

#ifdef INDICES
#define INDICES_PARAMETER OUT(long, indices),
#define BIND_INDICES BIND(indices)
#define STORE_INDEX(to, place) indices[to] = place
#else
#define INDICES_PARAMETER
#define BIND_INDICES
#define STORE_INDEX(to, place)
#endif

#define KEY(place) key_of(X_LOAD(x, from + (place) * inner))

#ifdef COUNTED

// An element for each item, which counts those that are better.
__kernel void top_k(IN(X, x), OUT(X, y), INDICES_PARAMETER const int tasks, const int length, const int inner,
                    const int k) {
    BIND(x);
    BIND(y);
    BIND_INDICES;
    const int task = get_global_id(0);
    if (task >= tasks) {
        return;
    }
    const int line = task / length, own = task % length;
    const int from = line / inner * length * inner + line % inner;
    const long key = KEY(own);
    int rank = 0;
    for (int i = 0; i < length; i++) {
        const long other = KEY(i);
        rank += other > key || (other == key && i < own);
    }
    if (rank < k) {
        const int to = line / inner * k * inner + line % inner + rank * inner;
        y[to] = x[from + own * inner];
        STORE_INDEX(to, own);
    }
}

#else

// A line for each item, with a heap of the best places so far, the worst on top.
#define WORSE(a, b) (KEY(a) < KEY(b) || (KEY(a) == KEY(b) && (a) > (b)))
#define SINK(begin, count)                                            \
    {                                                                 \
        int place = begin;                                            \
        const int moved = heap[place];                                \
        while (2 * place + 1 < (count)) {                             \
            int child = 2 * place + 1;                                \
            if (child + 1 < (count) && WORSE(heap[child + 1], heap[child])) { \
                child++;                                              \
            }                                                         \
            if (!WORSE(heap[child], moved)) {                         \
                break;                                                \
            }                                                         \
            heap[place] = heap[child];                                \
            place = child;                                            \
        }                                                             \
        heap[place] = moved;                                          \
    }

__kernel void top_k(IN(X, x), OUT(X, y), INDICES_PARAMETER OUT(int, heaps), const int tasks, const int length,
                    const int inner, const int k) {
    BIND(x);
    BIND(y);
    BIND(heaps);
    BIND_INDICES;
    const int line = get_global_id(0);
    if (line >= tasks) {
        return;
    }
    const int from = line / inner * length * inner + line % inner;
    __global int *heap = heaps + (long)line * k;
    for (int i = 0; i < k; i++) {
        heap[i] = i;
    }
    for (int i = k / 2 - 1; i >= 0; i--) {
        SINK(i, k)
    }
    long worst = KEY(heap[0]);
    for (int i = k; i < length; i++) {
        if (KEY(i) > worst) {
            heap[0] = i;
            SINK(0, k)
            worst = KEY(heap[0]);
        }
    }
    for (int last = k - 1; last > 0; last--) {
        const int top = heap[0];
        heap[0] = heap[last];
        heap[last] = top;
        SINK(0, last)
    }
    for (int rank = 0; rank < k; rank++) {
        const int to = line / inner * k * inner + line % inner + rank * inner;
        y[to] = x[from + heap[rank] * inner];
        STORE_INDEX(to, heap[rank]);
    }
}

#endif
