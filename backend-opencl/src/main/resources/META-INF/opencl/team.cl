// Teams of TEAM work-items of a group of GROUP work together on a line of memory; each item takes vectors of LANES.

#define MEMBER ((int)(get_local_id(0) % TEAM))

#if TEAM == 1
#define TEAM_MEMORY(T, name) __local T *name = 0
#define TEAM_BARRIER()
#define TEAM_COMBINE(name, T, C)                                \
    static T name(const T own, __local T *shared) {             \
        return own;                                             \
    }
#else
#define TEAM_MEMORY(T, name) __local T name[GROUP]
#define TEAM_BARRIER() barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)
// A function that gives each member the combination of what all of them have.
#define TEAM_COMBINE(name, T, C)                                                         \
    static T name(const T own, __local T *shared) {                                      \
        const int item = get_local_id(0);                                                \
        shared[item] = own;                                                              \
        barrier(CLK_LOCAL_MEM_FENCE);                                                    \
        for (int width = TEAM / 2; width > 0; width /= 2) {                              \
            if (MEMBER < width) {                                                        \
                shared[item] = C(shared[item], shared[item + width]);                    \
            }                                                                            \
            barrier(CLK_LOCAL_MEM_FENCE);                                                \
        }                                                                                \
        const T all = shared[item - MEMBER];                                             \
        TEAM_BARRIER(); /* what all have read may be overwritten from here on */         \
        return all;                                                                      \
    }
#endif

// The tasks of this team are first, ..., first + take - 1, as far as there are so many.
#define FIRST_TASK(take) ((int)(get_global_id(0) / TEAM) * (take))

// Combinations of numbers and of vectors; NaN wins.
#define SUM(a, b) ((a) + (b))
#define PRODUCT(a, b) ((a) * (b))
#define LARGER(a, b) ((a != a | b != b) ? a + b : fmax(a, b))
#define SMALLER(a, b) ((a != a | b != b) ? a + b : fmin(a, b))
