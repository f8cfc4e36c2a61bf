// Copies images and puts zeros around them. A line is one along the last axis.
__kernel void pad(
        IN(X, x), OUT(Y, y), const int columns, const int lines, const int before, const int size, const int step,
        const int first PARAMETERS) {
    const int line = get_global_id(1);
    if (line >= lines) {
        return;
    }
    BIND(x);
    BIND(y);
    LINE_START(line);
    y += (long)line * columns;
    const int end = INSIDE ? before + size : 0;
    const int begin = min(before, end);
    const int own = get_global_id(0);
    const int all = get_global_size(0);
    for (int c = own; c < begin; c += all) {
        Y_STORE(y, c, 0);
    }
    x += LINE_x + first;
    if (step == 1) {
        for (int c = begin + own; c < min(end, columns); c += all) {
            Y_STORE(y, c, X_LOAD(x, c));
        }
    } else {
        for (int c = begin + own; c < min(end, columns); c += all) {
            Y_STORE(y, c, X_LOAD(x, c * step));
        }
    }
    for (int c = end + own; c < columns; c += all) {
        Y_STORE(y, c, 0);
    }
}
