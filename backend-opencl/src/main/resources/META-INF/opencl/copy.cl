// A work-item copies some neighbouring elements. Where the output stands in the memory of the input, all is done.
__kernel void copied(IN(T, input), OUT(T, output), const int count, const int piece) {
    BIND(input);
    BIND(output);
    if (input == output) {
        return;
    }
    const long from = get_global_id(0) * (long)piece;
    const long to = min(from + piece, (long)count);
    long i = from;
    for (; i + 16 <= to; i += 16) {
        vstore16(vload16(0, input + i), 0, output + i);
    }
    for (; i < to; i++) {
        output[i] = input[i];
    }
}
