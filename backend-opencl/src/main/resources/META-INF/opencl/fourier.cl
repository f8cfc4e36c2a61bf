// Discrete Fourier transforms as sums. A work-item takes one result of one line; NUMBER: float or double.

// The cosines and sines of 2 pi i / n.
__kernel void circle(OUT(NUMBER, table), const int n) {
    const int i = get_global_id(0);
    if (i >= n) {
        return;
    }
    BIND(table);
    const NUMBER turns = (NUMBER)2 * (NUMBER)i / (NUMBER)n;
    table[2 * i] = cospi(turns);
    table[2 * i + 1] = sinpi(turns);
}

// Several sums are kept, so that long ones do not lose digits.
#define SUMS 8

__kernel void transform(IN(T, x), IN(NUMBER, table), OUT(T, y), const int n, const int size, const int results,
                        const int inner, const int lines) {
    const int k = get_global_id(0);
    const int line = get_global_id(1);
    if (k >= results || line >= lines) {
        return;
    }
    BIND(x);
    BIND(table);
    BIND(y);
    const __global T *from = x + ((long)(line / inner) * size * inner + line % inner) * PARTS;
    const long step = (long)inner * PARTS;
    NUMBER re[SUMS];
    NUMBER im[SUMS];
    for (int s = 0; s < SUMS; s++) {
        re[s] = 0;
        im[s] = 0;
    }
#ifdef TO_REAL
    const int count = min(size, n / 2 + 1);
#else
    const int count = min(size, n);
#endif
    int turn = 0;
    for (int i = 0; i < count; i++) {
        NUMBER a = (NUMBER)T_LOAD(from, i * step);
#if PARTS == 2
        NUMBER b = (NUMBER)T_LOAD(from, i * step + 1);
#else
        NUMBER b = 0;
#endif
#ifdef TO_REAL
        // The other half of the spectrum is conjugate.
        if (i == 0 || 2 * i == n) {
            b = 0;
        } else {
            a *= 2;
            b *= 2;
        }
#endif
        const NUMBER c = table[2 * turn];
#ifdef INVERSE
        const NUMBER s = table[2 * turn + 1];
#else
        const NUMBER s = -table[2 * turn + 1];
#endif
        re[i % SUMS] += a * c - b * s;
        im[i % SUMS] += a * s + b * c;
        turn += k;
        turn -= turn >= n ? n : 0;
    }
    NUMBER real = 0;
    NUMBER imaginary = 0;
    for (int s = 0; s < SUMS; s++) {
        real += re[s];
        imaginary += im[s];
    }
#ifdef INVERSE
    real /= (NUMBER)n;
    imaginary /= (NUMBER)n;
#elif PARTS == 1
    imaginary = k == 0 || 2 * k == n ? (NUMBER)0 : imaginary;
#endif
    const long to = ((long)(line / inner) * results + k) * inner + line % inner;
#ifdef TO_REAL
    T_STORE(y, to, real);
#else
    T_STORE(y, 2 * to, real);
    T_STORE(y, 2 * to + 1, imaginary);
#endif
}
