// Sums or products of all beginnings of lines: without the element itself if EXCLUSIVE, from the end if REVERSE.
// Members of a team take neighbouring pieces of a row, after they know what the pieces before make.

#ifdef REVERSE
#define PLACE_OF(i) (length - 1 - (i))
#else
#define PLACE_OF(i) (i)
#endif
#ifdef EXCLUSIVE
#define WRITTEN before
#else
#define WRITTEN after
#endif

#ifdef ROWS

__kernel void cumulate(IN(X, x), OUT(X, y), LINE_PARAMETERS) {
    LINE_MEMORY;
    BIND(x);
    BIND(y);
    const int piece = (length + TEAM - 1) / TEAM;
    LINES {
        LINE_START;
        const int from = min(MEMBER * piece, size);
        const int to = min(from + piece, size);
        NUMBER before = START;
#if TEAM > 1
        NUMBER own = START;
        for (int i = from; i < to; i++) {
            own = COMBINE(own, (NUMBER)X_LOAD(x, start + PLACE_OF(i)));
        }
        shared[get_local_id(0)] = own;
        barrier(CLK_LOCAL_MEM_FENCE);
        for (int member = 0; member < MEMBER; member++) {
            before = COMBINE(before, shared[get_local_id(0) - MEMBER + member]);
        }
        barrier(CLK_LOCAL_MEM_FENCE);
#endif
        for (int i = from; i < to; i++) {
            const int at = start + PLACE_OF(i);
            const NUMBER after = COMBINE(before, (NUMBER)X_LOAD(x, at));
            X_STORE(y, at, (X_REAL)WRITTEN);
            before = after;
        }
    }
}

#else

__kernel void cumulate(IN(X, x), OUT(X, y), LINE_PARAMETERS) {
    LINE_MEMORY;
    BIND(x);
    BIND(y);
    LINES {
        LINE_START;
        NUMBERV before = START;
        for (int i = 0; i < length; i++) {
            const int at = start + PLACE_OF(i) * inner;
            const NUMBERV v = AS_VECTOR(NUMBER, LOAD_UPTO(X, x, at, n, 0));
            const NUMBERV after = COMBINE(before, v);
            STORE_UPTO(X, y, at, n, AS_VECTOR(X_REAL, WRITTEN))
            before = after;
        }
    }
}

#endif
