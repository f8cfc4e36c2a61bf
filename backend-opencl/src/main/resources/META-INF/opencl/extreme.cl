// Where the best element of each line is: the largest, or with SMALLEST the smallest; NaN is best of all. Of several
// the first, or with LAST the last. HARD: a line of zeros with a one at that place.

#ifdef SMALLEST
#define BEATS(v, best) ((v) < (best))
#else
#define BEATS(v, best) ((v) > (best))
#endif
#ifdef LAST
#define BETTER_PLACE(a, b) max(a, b)
#define NO_PLACE (-1)
#else
#define BETTER_PLACE(a, b) min(a, b)
#define NO_PLACE INT_MAX
#endif

#ifdef HARD
#define RESULT_PARAMETER OUT(X, y)
#else
#define RESULT_PARAMETER OUT(long, y)
#endif

#ifdef ROWS

COMBINATION(best, BEST)
TEAM_COMBINE(place_team, int, BETTER_PLACE)

__kernel void extreme(IN(X, x), RESULT_PARAMETER, LINE_PARAMETERS) {
    LINE_MEMORY;
    TEAM_MEMORY(int, shared_places);
    BIND(x);
    BIND(y);
    LINES {
        LINE_START;
        NUMBERV own = START;
        EACH(at) {
            const NUMBERV v = LOAD_UPTO(X, x, at, n, START);
            own = BEST(own, v);
        }
        const NUMBER best = JOINED(best, own);
        int place = NO_PLACE;
        EACH(at) {
#if LANES > 1
            if (n >= LANES) {
                const NUMBERV v = X_LOADV(x, at);
                if (!any(v == best | v != v)) {
                    continue;
                }
            }
#endif
            for (int k = 0; k < min(n, LANES); k++) {
                const NUMBER v = X_LOAD(x, at + k);
                if (v == best || v != v) {
                    place = BETTER_PLACE(place, at - start + k);
                }
            }
#ifndef LAST
            if (place != NO_PLACE) {
                break;
            }
#endif
        }
        place = place_team(place, shared_places);
#ifdef HARD
        EACH(at) {
            for (int k = 0; k < min(n, LANES); k++) {
                X_STORE(y, at + k, (X_REAL)(at - start + k == place));
            }
        }
#else
        if (MEMBER == 0 && task < tasks) {
            y[task] = place;
        }
#endif
    }
}

#else

__kernel void extreme(IN(X, x), RESULT_PARAMETER, LINE_PARAMETERS) {
    LINE_MEMORY;
    BIND(x);
    BIND(y);
    LINES {
        LINE_START;
        NUMBERV best = 0;
        VECTOR(PLACE) place = -1;
        PLACE i = 0;
        EACH(at) {
            const NUMBERV v = LOAD_UPTO(X, x, at, n, 0);
#ifdef LAST
            const VECTOR(PLACE) taken = place < 0 | BEATS(v, best) | v == best | v != v;
#else
            const VECTOR(PLACE) taken = place < 0 | BEATS(v, best) | (v != v & best == best);
#endif
            best = taken ? v : best;
            place = taken ? (VECTOR(PLACE))i : place;
            i++;
        }
#ifdef HARD
        i = 0;
        EACH(at) {
            const NUMBERV v = place == (VECTOR(PLACE))i ? (NUMBERV)1 : (NUMBERV)0;
            STORE_UPTO(X, y, at, n, v)
            i++;
        }
#else
        PLACE places[LANES];
#if LANES > 1
        JOIN(vstore, LANES)(place, 0, places);
#else
        places[0] = place;
#endif
        for (int k = 0; k < min(n, LANES); k++) {
            y[task / blocks * inner + column + k] = places[k];
        }
#endif
    }
}

#endif
