// The range of all elements and 0, and their codes in it. WIDTH: elements that a work-item takes at once; with 1 the
// elements of an item are far apart, else neighbours.
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#if WIDTH > 1
#define NUMBERS JOIN(X, WIDTH)
#define READ(i) JOIN(vload, WIDTH)(0, x + (i))
#else
#define NUMBERS X
#define READ(i) x[i]
#endif

// NaN wins: the built-in functions would drop it.
inline X least(X a, X b) {
    return a != a ? a : b != b ? b : fmin(a, b);
}

inline X greatest(X a, X b) {
    return a != a ? a : b != b ? b : fmax(a, b);
}

__kernel void extremes(IN(X, x), OUT(X, found), const int elements, const int parts) {
    const int part = get_global_id(0);
    if (part >= parts) {
        return;
    }
    BIND(x);
    BIND(found);
#if WIDTH > 1
    const int size = ((elements + parts - 1) / parts + WIDTH - 1) / WIDTH * WIDTH;
    int i = (int)min((long)elements, (long)part * size);
    const int end = (int)min((long)elements, (long)i + size);
    X low[WIDTH];
    X high[WIDTH];
    NUMBERS lows = (NUMBERS)(0);
    NUMBERS highs = (NUMBERS)(0);
    NUMBERS nothing = (NUMBERS)(0);
    for (; i + WIDTH <= end; i += WIDTH) {
        const NUMBERS v = READ(i);
        lows = fmin(lows, v);
        highs = fmax(highs, v);
        nothing = v != v ? v : nothing;
    }
    JOIN(vstore, WIDTH)(lows + nothing, 0, low);
    JOIN(vstore, WIDTH)(highs + nothing, 0, high);
    X l = 0;
    X h = 0;
    for (int k = 0; k < WIDTH; k++) {
        l = least(l, low[k]);
        h = greatest(h, high[k]);
    }
    for (; i < end; i++) {
        l = least(l, x[i]);
        h = greatest(h, x[i]);
    }
#else
    X l = 0;
    X h = 0;
    for (int i = part; i < elements; i += parts) {
        l = least(l, x[i]);
        h = greatest(h, x[i]);
    }
#endif
    found[2 * part] = l;
    found[2 * part + 1] = h;
}

__kernel void finish(IN(X, found), OUT(X, result),
#ifdef OUTPUT1
                     OUT(X, scale),
#endif
#ifdef OUTPUT2
                     OUT(uchar, zero),
#endif
                     const int parts) {
    BIND(found);
    BIND(result);
    X low = 0;
    X high = 0;
    for (int part = 0; part < parts; part++) {
        low = least(low, found[2 * part]);
        high = greatest(high, found[2 * part + 1]);
    }
    const X step = (high - low) / (X)255;
    const X place = -(low / step);
    const X offset = place != place ? (X)0 : rint(fmin(fmax(place, (X)0), (X)255));
    result[0] = step;
    result[1] = offset;
#ifdef OUTPUT1
    BIND(scale);
    scale[0] = step;
#endif
#ifdef OUTPUT2
    BIND(zero);
    zero[0] = (uchar)offset;
#endif
}

__kernel void codes(IN(X, x), IN(X, found), OUT(uchar, y), const int elements) {
    const int i = get_global_id(0);
    if (i >= elements) {
        return;
    }
    BIND(x);
    BIND(found);
    BIND(y);
    const X place = rint(x[i] / found[0]) + found[1];
    y[i] = place != place ? (uchar)0 : (uchar)fmin(fmax(place, (X)0), (X)255);
}
