// Discrete Fourier transforms. NUMBER is float or double; a line has n pairs of real and imaginary numbers in working
// memory. An inverse transform has the two exchanged when they are read, and again when they are written.
#define LARGEST_RADIX 13

// exp(-2 pi i k / n)
__kernel void circle(OUT(NUMBER, table), const int n) {
    const int k = get_global_id(0);
    if (k >= n) {
        return;
    }
    BIND(table);
    const TURN turns = (TURN)2 * (TURN)k / (TURN)n;
    table[2 * k] = (NUMBER)cospi(turns);
    table[2 * k + 1] = (NUMBER)-sinpi(turns);
}

// The signal, cut or continued by zeros; the other half of a spectrum is conjugate.
__kernel void gathered(IN(T, x), OUT(NUMBER, to), const int n, const int size, const int inner, const int lines) {
    const int i = get_global_id(0);
    const int line = get_global_id(1);
    if (i >= n || line >= lines) {
        return;
    }
    BIND(x);
    BIND(to);
    int source = i;
    int is_real = PARTS == 1;
    NUMBER sign = 1;
#ifdef TO_REAL
    source = i > n - i ? n - i : i;
    sign = i > n - i ? (NUMBER)-1 : (NUMBER)1;
    is_real = is_real || i == 0 || 2 * i == n;
#endif
    const long at = (((long)(line / inner) * size + source) * inner + line % inner) * PARTS;
    const NUMBER re = source < size ? (NUMBER)T_LOAD(x, at) : (NUMBER)0;
    const NUMBER im = source < size && !is_real ? sign * (NUMBER)T_LOAD(x, at + PARTS - 1) : (NUMBER)0;
    __global NUMBER *pair = to + ((long)line * n + i) * 2;
#ifdef INVERSE
    pair[0] = im;
    pair[1] = re;
#else
    pair[0] = re;
    pair[1] = im;
#endif
}

// Across `radix` parts at distance, the transform of as many numbers: results u and radix - u are made of the same
// products.
inline void across(int radix, const NUMBER *re, const NUMBER *im, NUMBER *to_re, NUMBER *to_im,
                   const __global NUMBER *table, int n) {
    to_re[0] = re[0];
    to_im[0] = im[0];
    for (int j = 1; j <= radix / 2; j++) {
        to_re[0] += re[j] + re[radix - j];
        to_im[0] += im[j] + im[radix - j];
    }
    for (int u = 1; u <= radix / 2; u++) {
        NUMBER sum_re = re[0];
        NUMBER sum_im = im[0];
        NUMBER difference_re = 0;
        NUMBER difference_im = 0;
        for (int j = 1; j <= radix / 2; j++) {
            const int angle = j * u % radix * (n / radix);
            sum_re += table[2 * angle] * (re[j] + re[radix - j]);
            sum_im += table[2 * angle] * (im[j] + im[radix - j]);
            difference_re += table[2 * angle + 1] * (re[j] - re[radix - j]);
            difference_im += table[2 * angle + 1] * (im[j] - im[radix - j]);
        }
        to_re[u] = sum_re - difference_im;
        to_im[u] = sum_im + difference_re;
        to_re[radix - u] = sum_re + difference_im;
        to_im[radix - u] = sum_im - difference_re;
    }
}

// A stage of Stockham's transform: `radix` parts of each of `step` sequences become as many sequences. A work-item
// takes one number of each part.
__kernel void stage(IN(NUMBER, from), IN(NUMBER, table), OUT(NUMBER, to), const int n, const int radix, const int step,
                    const int lines) {
    const int i = get_global_id(0);
    const int line = get_global_id(1);
    const int apart = n / radix;
    if (i >= apart || line >= lines) {
        return;
    }
    BIND(from);
    BIND(table);
    BIND(to);
    from += (long)line * n * 2;
    to += (long)line * n * 2;
    NUMBER re[LARGEST_RADIX];
    NUMBER im[LARGEST_RADIX];
    NUMBER to_re[LARGEST_RADIX];
    NUMBER to_im[LARGEST_RADIX];
    for (int j = 0; j < radix; j++) {
        re[j] = from[2 * (i + j * apart)];
        im[j] = from[2 * (i + j * apart) + 1];
    }
    if (radix == 2) {
        to_re[0] = re[0] + re[1];
        to_im[0] = im[0] + im[1];
        to_re[1] = re[0] - re[1];
        to_im[1] = im[0] - im[1];
    } else if (radix == 4) {
        to_re[0] = (re[0] + re[2]) + (re[1] + re[3]);
        to_im[0] = (im[0] + im[2]) + (im[1] + im[3]);
        to_re[1] = (re[0] - re[2]) + (im[1] - im[3]);
        to_im[1] = (im[0] - im[2]) - (re[1] - re[3]);
        to_re[2] = (re[0] + re[2]) - (re[1] + re[3]);
        to_im[2] = (im[0] + im[2]) - (im[1] + im[3]);
        to_re[3] = (re[0] - re[2]) - (im[1] - im[3]);
        to_im[3] = (im[0] - im[2]) + (re[1] - re[3]);
    } else {
        across(radix, re, im, to_re, to_im, table, n);
    }
    const int p = i / step;
    for (int u = 0; u < radix; u++) {
        const int turn = u * p * step;
        const NUMBER c = table[2 * turn];
        const NUMBER s = table[2 * turn + 1];
        const int at = 2 * ((radix * p + u) * step + i % step);
        to[at] = turn == 0 ? to_re[u] : to_re[u] * c - to_im[u] * s;
        to[at + 1] = turn == 0 ? to_im[u] : to_re[u] * s + to_im[u] * c;
    }
}

// All terms added up, for lengths with large prime factors.
__kernel void summed(IN(NUMBER, from), IN(NUMBER, table), OUT(NUMBER, to), const int n, const int lines) {
    const int k = get_global_id(0);
    const int line = get_global_id(1);
    if (k >= n || line >= lines) {
        return;
    }
    BIND(from);
    BIND(table);
    BIND(to);
    from += (long)line * n * 2;
    NUMBER re[4] = {0, 0, 0, 0};
    NUMBER im[4] = {0, 0, 0, 0};
    int turn = 0;
    for (int i = 0; i < n; i++) {
        const NUMBER c = table[2 * turn];
        const NUMBER s = table[2 * turn + 1];
        re[i % 4] += from[2 * i] * c - from[2 * i + 1] * s;
        im[i % 4] += from[2 * i] * s + from[2 * i + 1] * c;
        turn += k;
        turn -= turn >= n ? n : 0;
    }
    to[((long)line * n + k) * 2] = (re[0] + re[1]) + (re[2] + re[3]);
    to[((long)line * n + k) * 2 + 1] = (im[0] + im[1]) + (im[2] + im[3]);
}

// What is put out.
__kernel void scattered(IN(NUMBER, from), OUT(T, y), const int n, const int results, const int inner, const int lines) {
    const int k = get_global_id(0);
    const int line = get_global_id(1);
    if (k >= results || line >= lines) {
        return;
    }
    BIND(from);
    BIND(y);
    const __global NUMBER *pair = from + ((long)line * n + k) * 2;
    const long to = ((long)(line / inner) * results + k) * inner + line % inner;
#ifdef INVERSE
    const NUMBER factor = (NUMBER)((TURN)1 / (TURN)n);
    const NUMBER re = pair[1] * factor;
    const NUMBER im = pair[0] * factor;
#else
    const NUMBER re = pair[0];
    const NUMBER im = PARTS == 1 && (k == 0 || 2 * k == n) ? (NUMBER)0 : pair[1];
#endif
#ifdef TO_REAL
    T_STORE(y, to, re);
#else
    T_STORE(y, 2 * to, re);
    T_STORE(y, 2 * to + 1, im);
#endif
}
