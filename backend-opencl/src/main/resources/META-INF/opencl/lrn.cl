// Elements of [batch, channels, inner] times (bias + factor * s) to the power of an exponent, where s is the sum of the
// squares of channels from `before` before to `after` after.

__kernel void lrn(IN(X, x), OUT(X, y), const NUMBER factor, const NUMBER bias, const NUMBER exponent,
                  const int channels, const int before, const int after, LINE_PARAMETERS) {
    LINE_MEMORY;
    BIND(x);
    BIND(y);
    LINES {
        LINE_START;
        const int channel = task / blocks % channels;
        const int from = max(channel - before, 0) - channel;
        const int to = min(channel + after, channels - 1) - channel;
        NUMBERV sum = 0;
        for (int c = from; c <= to; c++) {
            const NUMBERV v = LOAD_UPTO(X, x, start + c * inner, n, 0);
            sum += v * v;
        }
        const NUMBERV power = pow(sum * factor + bias, (NUMBERV)exponent);
        STORE_UPTO(X, y, start, n, LOAD_UPTO(X, x, start, n, 0) * power)
    }
}
