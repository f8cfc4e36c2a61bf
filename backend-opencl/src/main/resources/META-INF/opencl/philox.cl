// The counter-based generator Philox 4x32 with 10 rounds: block i of a stream is a function of i. Numbers are in NUMBER.

// A call draws from the stream of its node, or from one that its own seed gives: then all bits of nodes are set.
#define STREAM const ulong run, const ulong node, const ulong seed, const ulong nodes
#define BLOCK(i) philox(run ^ seed, node | nodes, i)

static uint4 philox(const ulong seed, const ulong stream, const ulong index) {
    uint2 key = (uint2)((uint)seed, (uint)(seed >> 32));
    uint4 c = (uint4)((uint)index, (uint)(index >> 32), (uint)stream, (uint)(stream >> 32));
    for (int round = 0; round < 10; round++) {
        c = (uint4)(mul_hi(0xCD9E8D57u, c.z) ^ c.y ^ key.x, 0xCD9E8D57u * c.z,
                    mul_hi(0xD2511F53u, c.x) ^ c.w ^ key.y, 0xD2511F53u * c.x);
        key += (uint2)(0x9E3779B9u, 0xBB67AE85u);
    }
    return c;
}

// The two numbers of a block, as multiples of 2^-53.
static ulong2 two_of(const uint4 words) {
    return (ulong2)(((ulong)words.x << 32 | words.y) >> 11, ((ulong)words.z << 32 | words.w) >> 11);
}

static NUMBER unit(const ulong multiple) {
    return (NUMBER)multiple / (NUMBER)(1UL << 53);
}
