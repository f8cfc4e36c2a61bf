package org.cotangent.cpu.onednn;

/**
 * What oneDNN may use of an x86 processor; nothing is known of others.
 *
 * @param code bits of {@code dnnl_cpu_isa_t}
 */
record InstructionSet(int code) {
    private static final int AVX2 = 0x7;
    private static final int AVX512 = 0x27;
    private static final int VNNI_256 = 0x8;
    private static final int VNNI_512 = 0x40;
    private static final int BF16 = 0x80;
    private static final int AMX = 0xe00;

    /** Returns whether products of bytes are summed up in 32 bits at once: older processors saturate at 16 bits. */
    boolean sumsBytesExactly() {
        return (code & (VNNI_256 | VNNI_512)) != 0;
    }

    /** Returns whether there are products of bfloat16. */
    boolean multipliesBfloat16() {
        return (code & BF16) != 0;
    }

    @Override
    public String toString() {
        String vectors = has(AVX512) ? "AVX-512" : has(AVX2) ? "AVX2" : "no AVX2";
        return vectors
                + (sumsBytesExactly() ? ", VNNI" : "")
                + (multipliesBfloat16() ? ", bfloat16" : "")
                + (has(AMX) ? ", AMX" : "");
    }

    private boolean has(int bits) {
        return (code & bits) == bits;
    }
}
