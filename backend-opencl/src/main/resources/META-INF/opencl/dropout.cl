// In training, elements are kept with probability 1 - ratio, and those are scaled. A work-item takes four elements.

__kernel void dropout(IN(X, x), OUT(X, y),
#ifdef RATIO_LOAD
                      IN(RATIO, ratio),
#endif
#ifdef TRAINING
                      IN(uchar, training),
#endif
#ifdef MASK
                      OUT(uchar, mask),
#endif
                      const int elements, STREAM) {
    const long from = 4 * (long)get_global_id(0);
    if (from >= elements) {
        return;
    }
    BIND(x);
    BIND(y);
    RATIO_REAL dropped = 0.5f;
#ifdef RATIO_LOAD
    BIND(ratio);
    dropped = RATIO_LOAD(ratio, 0);
#endif
#ifdef TRAINING
    BIND(training);
    const bool drops = training[0] != 0 && dropped != 0;
#else
    const bool drops = false;
#endif
#ifdef MASK
    BIND(mask);
#endif
    const NUMBER scale = 1 / (1 - (NUMBER)dropped);
    const uint4 block = BLOCK(from / 4);
    const uint words[4] = {block.x, block.y, block.z, block.w};
    for (int k = 0; k < 4 && from + k < elements; k++) {
        const bool keep = !drops || (words[k] >> 8) * (RATIO_REAL)0x1p-24f >= dropped;
        const X_REAL value = X_LOAD(x, from + k);
        X_STORE(y, from + k, !drops ? value : keep ? (X_REAL)(value * scale) : (X_REAL)0);
#ifdef MASK
        mask[from + k] = keep;
#endif
    }
}
