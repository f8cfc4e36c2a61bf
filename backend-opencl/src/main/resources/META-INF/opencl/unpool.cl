// Elements of X at the places that indices tell, among zeros. Of several for one place the last one counts.

__kernel void unpool_clear(OUT(int, owners), const int places) {
    BIND(owners);
    const int i = get_global_id(0);
    if (i < places) {
        owners[i] = -1;
    }
}

__kernel void unpool_claim(IN(long, indices), OUT(int, owners), const int elements, const int places) {
    BIND(indices);
    BIND(owners);
    const int i = get_global_id(0);
    if (i < elements) {
        const long place = indices[i] < 0 ? indices[i] + places : indices[i];
        if (place >= 0 && place < places) {
            atomic_max(owners + place, i);
        }
    }
}

// The result has sizes n0, ...; the places count in sizes p0, ....
__kernel void unpool(IN(X, x), IN(int, owners), OUT(X, y), const int elements, const int n1, const int n2,
                     const int n3, const int n4, const int p0, const int p1, const int p2, const int p3,
                     const int p4) {
    BIND(x);
    BIND(owners);
    BIND(y);
    const int i = get_global_id(0);
    if (i >= elements) {
        return;
    }
    const int c4 = i % n4, c3 = i / n4 % n3, c2 = i / n4 / n3 % n2, c1 = i / n4 / n3 / n2 % n1;
    const int c0 = i / n4 / n3 / n2 / n1;
    const bool covered = c0 < p0 && c1 < p1 && c2 < p2 && c3 < p3 && c4 < p4;
    const int owner = covered ? owners[(((c0 * p1 + c1) * p2 + c2) * p3 + c3) * p4 + c4] : -1;
    y[i] = owner < 0 ? (X)0 : x[max(owner, 0)];
}
