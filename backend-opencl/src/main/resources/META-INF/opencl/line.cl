// One body for lines of both forms. ROWS: runs of memory, of which a team takes LANES elements for each member at a
// time. Otherwise columns: elements that are `inner` apart, and an item takes LANES neighbouring lines.
//
// Inside LINES { LINE_START; ... } a line begins at element `start`; EACH(at) { ... } goes through its elements, of
// which LOAD_UPTO(T, x, at, n, fill) takes some. What the members or lanes of a line have is joined by
// JOINED(name, vector), with COMBINATION(name, C) before the kernel and LINE_MEMORY at its beginning.

#define NUMBERV VECTOR(NUMBER)

#ifdef ROWS

#define LINE_PARAMETERS const int tasks, const int take, const int length
#define LINE_MEMORY TEAM_MEMORY(NUMBER, shared); const int first_task = FIRST_TASK(take)
#define LINES for (int task = first_task; task < first_task + take; task++)
#define LINE_START                                    \
    const int size = task < tasks ? length : 0;       \
    const int start = task < tasks ? task * length : 0
#define EACH(at)                                                                                  \
    for (int at = start + MEMBER * LANES, n = size - MEMBER * LANES; n > 0; at += TEAM * LANES, n -= TEAM * LANES)
#define RESULT NUMBER
#define COMBINATION(name, C)        \
    FOLD(name##_fold, NUMBER, C)    \
    TEAM_COMBINE(name##_team, NUMBER, C)
#define JOINED(name, v) name##_team(name##_fold(v), shared)

#else

#define LINE_PARAMETERS const int tasks, const int take, const int length, const int inner
#define LINE_MEMORY const int first_task = get_global_id(0) * take, blocks = (inner + LANES - 1) / LANES
#define LINES for (int task = first_task; task < min(first_task + take, tasks); task++)
#define LINE_START                                              \
    const int column = task % blocks * LANES;                   \
    const int n = inner - column;                               \
    const int start = task / blocks * length * inner + column
#define EACH(at) for (int at = start, rest = length; rest > 0; at += inner, rest--)
#define RESULT NUMBERV
#define COMBINATION(name, C)
#define JOINED(name, v) (v)

#endif
