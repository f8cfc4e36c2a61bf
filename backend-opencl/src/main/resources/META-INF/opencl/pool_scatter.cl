// Elements of windows are added at the places of the windows' largest elements; zero elsewhere.

#ifdef PLANES
// A plane for each task, one window after the other.
__kernel void pool_scatter(IN(int, places), IN(X, dy), OUT(X, dx), const int tasks, const int take, WINDOWS) {
    BIND(places);
    BIND(dy);
    BIND(dx);
    const int size = d_size * h_size * w_size;
    const int windows = d_count * h_count * w_count;
    const int first = get_global_id(0) * take;
    for (int task = first; task < min(first + take, tasks); task++) {
        __global X *plane = dx + (long)task * size;
        for (int i = 0; i < size; i++) {
            plane[i] = 0;
        }
        for (int o = 0; o < windows; o++) {
            const int place = places[task * windows + o];
            if (place >= 0) {
                plane[place] += dy[task * windows + o];
            }
        }
    }
}
#else
// An element for each task, which looks at the windows that hold it.
__kernel void pool_scatter(IN(int, places), IN(X, dy), OUT(X, dx), const int tasks, const int take, WINDOWS) {
    BIND(places);
    BIND(dy);
    BIND(dx);
    BIND_WINDOWS;
    const int size = d.size * h.size * w.size;
    const int first = get_global_id(0) * take;
    for (int task = first; task < min(first + take, tasks); task++) {
        const int own = task % size;
        const int plane = task / size;
        const int id = own / w.size / h.size + d.begin, ih = own / w.size % h.size + h.begin;
        const int iw = own % w.size + w.begin;
        NUMBER sum = 0;
        for (int kd = d.taps - 1; kd >= 0; kd--) {
            const int td = id - kd * d.dilation;
            if (td < 0 || td % d.stride != 0 || td / d.stride >= d.count) {
                continue;
            }
            for (int kh = h.taps - 1; kh >= 0; kh--) {
                const int th = ih - kh * h.dilation;
                if (th < 0 || th % h.stride != 0 || th / h.stride >= h.count) {
                    continue;
                }
                const int line = ((plane * d.count + td / d.stride) * h.count + th / h.stride) * w.count;
                for (int kw = w.taps - 1; kw >= 0; kw--) {
                    const int tw = iw - kw * w.dilation;
                    if (tw < 0 || tw % w.stride != 0 || tw / w.stride >= w.count) {
                        continue;
                    }
                    const int at = line + tw / w.stride;
                    sum += places[at] == own ? X_LOAD(dy, at) : 0;
                }
            }
        }
        X_STORE(dx, task, sum);
    }
}
#endif
