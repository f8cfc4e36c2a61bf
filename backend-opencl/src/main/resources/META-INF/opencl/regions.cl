// Regions of images brought to one size. A work-item takes one bin of one channel.

#ifdef ALIGN
// The samples of a bin along one axis.
typedef struct {
    T_REAL begin;
    T_REAL bin;
    T_REAL count;
    int from;
    int to;
    int ascending;
    int size;
} steps;

inline steps cut(T_REAL start, T_REAL end, int bins, int i, int ratio, int size) {
    steps s;
#ifdef HALF
    const T_REAL first = start - (T_REAL)0.5f;
    const T_REAL length = (end - (T_REAL)0.5f) - first;
#else
    const T_REAL first = start;
    const T_REAL length = fmax(end - start, (T_REAL)1);
#endif
    s.bin = length / bins;
    s.count = ratio > 0 ? (T_REAL)ratio : s.bin != s.bin ? s.bin : fmax((T_REAL)0, ceil(s.bin));
    s.begin = first + i * s.bin;
    s.ascending = ratio == 0 && s.bin > 0;
    const T_REAL skipped = floor((-1 - s.begin) / (s.bin / s.count)) - 2;
    s.from = s.ascending && skipped > 0 ? (int)fmin(skipped, (T_REAL)1e9f) : 0;
    s.to = s.count > 0 ? (int)fmin(s.count, (T_REAL)2e9f) : 0;
    s.size = size;
    return s;
}

inline T_REAL place_of(steps s, int k) {
    return s.begin + (k + (T_REAL)0.5f) * s.bin / s.count;
}

#define IS_INSIDE(s, place) ((place) >= -1 && (place) <= (s).size)
#define GOES_ON(s, place) (!(s).ascending || (place) <= (s).size)

__kernel void aligned(IN(T, x), IN(R, regions), IN(long, images), OUT(T, y), const int count, const int batch,
                      const int channels, const int h, const int w, const int bins_h, const int bins_w,
                      const int ratio, const float scale) {
    const int bin = get_global_id(0);
    const int channel = get_global_id(1);
    const int region = get_global_id(2);
    if (bin >= bins_h * bins_w || channel >= channels || region >= count) {
        return;
    }
    BIND(x);
    BIND(regions);
    BIND(images);
    BIND(y);
    const long to = ((long)region * channels + channel) * bins_h * bins_w + bin;
    const long image = images[region];
    if (image < 0 || image >= batch) {
        T_STORE(y, to, (T_REAL)NAN);
        return;
    }
    const __global T *plane = x + (image * channels + channel) * h * w;
#define BOUND(i) ((T_REAL)R_LOAD(regions, (long)region * 4 + (i)) * (T_REAL)scale)
    const steps rows = cut(BOUND(1), BOUND(3), bins_h, bin / bins_w, ratio, h);
    const steps columns = cut(BOUND(0), BOUND(2), bins_w, bin % bins_w, ratio, w);
    T_REAL sum = 0;
    T_REAL greatest = -(T_REAL)INFINITY;
    int inside_rows = 0;
    int inside_columns = 0;
    int goes_on = 1;
    for (int k = columns.from; k < columns.to && goes_on; k++) {
        const T_REAL place = place_of(columns, k);
        inside_columns += IS_INSIDE(columns, place);
        goes_on = GOES_ON(columns, place);
    }
    goes_on = 1;
    for (int k = rows.from; k < rows.to && goes_on; k++) {
        const T_REAL row = place_of(rows, k);
        goes_on = GOES_ON(rows, row);
        if (!IS_INSIDE(rows, row)) {
            continue;
        }
        inside_rows++;
        const T_REAL v = fmin(fmax(row, (T_REAL)0), (T_REAL)(h - 1));
        const int top = (int)v;
        const int bottom = min(top + 1, h - 1);
        const T_REAL below = v - top;
        int continues = 1;
        for (int l = columns.from; l < columns.to && continues; l++) {
            const T_REAL column = place_of(columns, l);
            continues = GOES_ON(columns, column);
            if (!IS_INSIDE(columns, column)) {
                continue;
            }
            const T_REAL u = fmin(fmax(column, (T_REAL)0), (T_REAL)(w - 1));
            const int left = (int)u;
            const int right = min(left + 1, w - 1);
            const T_REAL beside = u - left;
            for (int tap = 0; tap < 4; tap++) {
                const T_REAL weight = (tap < 2 ? 1 - below : below) * (tap % 2 == 0 ? 1 - beside : beside);
                const long at = (long)(tap < 2 ? top : bottom) * w + (tap % 2 == 0 ? left : right);
                const T_REAL value = weight == 0 ? (T_REAL)0 : weight * T_LOAD(plane, at);
                sum += value;
                greatest = greatest != greatest ? greatest : value != value ? value : fmax(greatest, value);
            }
        }
    }
#ifdef GREATEST
    const int zeros =
            inside_rows < rows.count || inside_columns < columns.count || greatest == -(T_REAL)INFINITY;
    T_STORE(y, to, zeros && greatest == greatest ? fmax(greatest, (T_REAL)0) : greatest);
#else
    const T_REAL samples = rows.count * columns.count;
    T_STORE(y, to, sum / (samples < 1 ? (T_REAL)1 : samples));
#endif
}
#endif

#ifdef MAXIMUM
// Halves away from zero.
inline int rounded(float coordinate) {
    const float size = fabs(coordinate);
    const float whole = floor(size) + (size - floor(size) >= 0.5f ? 1.0f : 0.0f);
    return (int)clamp(copysign(whole, coordinate), -1e9f, 1e9f);
}

__kernel void pooled(IN(T, x), IN(T, regions),
#ifdef SHOWN
                     OUT(T, y),
#endif
#ifdef PLACES
                     OUT(long, places),
#endif
                     const int count, const int batch, const int channels, const int h, const int w, const int bins_h,
                     const int bins_w, const float scale) {
    const int bin = get_global_id(0);
    const int channel = get_global_id(1);
    const int region = get_global_id(2);
    if (bin >= bins_h * bins_w || channel >= channels || region >= count) {
        return;
    }
    BIND(x);
    BIND(regions);
    const long to = ((long)region * channels + channel) * bins_h * bins_w + bin;
    const float number = (float)T_LOAD(regions, (long)region * 5);
    const int image = number >= 0 && number < batch ? (int)number : -1;
#define BOUND(i) rounded((float)T_LOAD(regions, (long)region * 5 + (i)) * scale)
    const int left = BOUND(1);
    const int top = BOUND(2);
    const float bin_h = (float)max(1, BOUND(4) - top + 1) / bins_h;
    const float bin_w = (float)max(1, BOUND(3) - left + 1) / bins_w;
    const int i = bin / bins_w;
    const int j = bin % bins_w;
    const int row_from = clamp((int)floor(i * bin_h) + top, 0, h);
    const int row_to = clamp((int)ceil((i + 1) * bin_h) + top, 0, h);
    const int column_from = clamp((int)floor(j * bin_w) + left, 0, w);
    const int column_to = clamp((int)ceil((j + 1) * bin_w) + left, 0, w);
    long place = -1;
    T_REAL greatest = 0;
    for (int row = row_from; row < row_to && image >= 0; row++) {
        for (int column = column_from; column < column_to; column++) {
            const long at = (((long)image * channels + channel) * h + row) * w + column;
            const T_REAL value = T_LOAD(x, at);
            if (place < 0 || value > greatest || (value != value && greatest == greatest)) {
                greatest = value;
                place = at;
            }
        }
    }
#ifdef SHOWN
    BIND(y);
    T_STORE(y, to, greatest);
#endif
#ifdef PLACES
    BIND(places);
    places[to] = place;
#endif
}
#endif
