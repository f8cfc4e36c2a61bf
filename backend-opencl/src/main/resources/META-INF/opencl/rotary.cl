// Rotates pairs of features by angles that depend on the position. A work-item takes one feature of a head.
__kernel void rotate_pairs(IN(T, x), IN(T, cosines), IN(T, sines),
#ifdef POSITIONS
                     IN(long, ids),
#endif
                     OUT(T, y), const int size, const int rotated, const int heads, const int sequence,
                     const int batch, const int x_batch, const int x_head, const int x_row, const int cos_batch,
                     const int cos_row, const int sin_batch, const int sin_row, const int id_batch, const int id_row,
                     const int cos_positions, const int sin_positions) {
    const int e = get_global_id(0);
    const int line = get_global_id(1);
    const int b = get_global_id(2);
    if (e >= size || line >= heads * sequence || b >= batch) {
        return;
    }
    BIND(x);
    BIND(cosines);
    BIND(sines);
    BIND(y);
    const int head = line / sequence;
    const int row = line % sequence;
    const long start = (long)b * x_batch + (long)head * x_head + (long)row * x_row;
    if (e >= rotated) {
        y[start + e] = x[start + e];
        return;
    }
    const int half_size = rotated / 2;
#ifdef INTERLEAVED
    const int pair = e / 2;
    const int is_first = (e & 1) == 0;
    const int other = e ^ 1;
#else
    const int is_first = e < half_size;
    const int pair = is_first ? e : e - half_size;
    const int other = is_first ? e + half_size : pair;
#endif
#ifdef POSITIONS
    BIND(ids);
    const long id = ids[b * id_batch + row * id_row];
    const long cos_line = clamp(id < 0 ? id + cos_positions : id, 0L, (long)cos_positions - 1);
    const long sin_line = clamp(id < 0 ? id + sin_positions : id, 0L, (long)sin_positions - 1);
#else
    const long cos_line = b * cos_batch + row * cos_row;
    const long sin_line = b * sin_batch + row * sin_row;
#endif
    const T_REAL c = T_LOAD(cosines, cos_line * half_size + pair);
    const T_REAL s = T_LOAD(sines, sin_line * half_size + pair);
    const T_REAL own = T_LOAD(x, start + e);
    const T_REAL partner = T_LOAD(x, start + other);
    T_STORE(y, start + e, is_first ? own * c - partner * s : partner * s + own * c);
}
