// Random numbers of a distribution. A work-item takes two elements.

#ifdef NORMAL
#define PARAMETERS const NUMBER mean, const NUMBER scale

// The host rounds 2 pi u in float64. In float32 the error of that would be seen.
#ifdef WIDE
#define COS_OF_TURN(u) cos(2 * M_PI * (u))
#define SIN_OF_TURN(u) sin(2 * M_PI * (u))
#else
#define COS_OF_TURN(u) cospi(2 * (u))
#define SIN_OF_TURN(u) sinpi(2 * (u))
#endif

// The method of Box and Muller. The logarithm is of 1 - u, which is never 0.
static void distribute(const ulong2 numbers, PARAMETERS, NUMBER *a, NUMBER *b) {
    const ulong u = numbers.x;
    const NUMBER logarithm = u < 1UL << 52 ? log1p(-unit(u)) : log(unit((1UL << 53) - u));
    const NUMBER radius = scale * sqrt(-2 * logarithm);
    const NUMBER turn = unit(numbers.y);
    *a = mean + radius * COS_OF_TURN(turn);
    *b = mean + radius * SIN_OF_TURN(turn);
}
#define DISTRIBUTE(numbers, a, b) distribute(numbers, mean, scale, a, b)

#else
#define PARAMETERS const NUMBER low, const NUMBER width, const NUMBER last

static NUMBER between(const ulong number, PARAMETERS) {
    const NUMBER value = low + unit(number) * width;
    return last < value ? last : value;
}

static void distribute(const ulong2 numbers, PARAMETERS, NUMBER *a, NUMBER *b) {
    *a = between(numbers.x, low, width, last);
    *b = between(numbers.y, low, width, last);
}
#define DISTRIBUTE(numbers, a, b) distribute(numbers, low, width, last, a, b)
#endif

__kernel void fill(OUT(Y, y), const int elements, STREAM, PARAMETERS) {
    const long i = 2 * (long)get_global_id(0);
    if (i >= elements) {
        return;
    }
    BIND(y);
    NUMBER a, b;
    DISTRIBUTE(two_of(BLOCK(i / 2)), &a, &b);
    Y_STORE(y, i, (Y_REAL)a);
    if (i + 1 < elements) {
        Y_STORE(y, i + 1, (Y_REAL)b);
    }
}
