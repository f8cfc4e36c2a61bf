// Slices of neighbouring elements that tuples of indices point at. What is out of range becomes the element "missing".
#if SHARED
#define TUPLE(entry) (indices + (entry) % entries * LENGTH)
#else
#define TUPLE(entry) (indices + (long)(entry) * LENGTH)
#endif

// A work-item takes an element.
__kernel void gathered(IN(T, data), IN(INDEX, indices), OUT(T, output), const int items, const int entries,
                       const int run, const int row_stride, const long missing TUPLE_PARAMETERS) {
    const long item = get_global_id(0);
    if (item >= items) {
        return;
    }
    BIND(data);
    BIND(indices);
    BIND(output);
    const int entry = (int)item / run;
    const int at = place(TUPLE(entry) TUPLE_ARGUMENTS);
    const long start = (long)(entry / entries) * row_stride + at;
    output[item] = at < 0 ? (T)missing : data[start + (int)item % run];
}

// A work-item takes a piece of a slice.
__kernel void gathered_slices(IN(T, data), IN(INDEX, indices), OUT(T, output), const int items, const int entries,
                              const int run, const int row_stride, const long missing, const int pieces,
                              const int piece TUPLE_PARAMETERS) {
    const long item = get_global_id(0);
    if (item >= items) {
        return;
    }
    BIND(data);
    BIND(indices);
    BIND(output);
    const int entry = (int)item / pieces;
    const int from = (int)item % pieces * piece;
    const int to = from + min(piece, run - from);
    const int at = place(TUPLE(entry) TUPLE_ARGUMENTS);
    data += (long)(entry / entries) * row_stride + at;
    output += (long)entry * run;
    int i = from;
    if (at < 0) {
        for (; i < to; i++) {
            output[i] = (T)missing;
        }
        return;
    }
    for (; i <= to - 16; i += 16) {
        vstore16(vload16(0, data + i), 0, output + i);
    }
    for (; i < to; i++) {
        output[i] = data[i];
    }
}
