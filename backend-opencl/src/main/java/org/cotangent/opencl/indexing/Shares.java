package org.cotangent.opencl.indexing;

import org.cotangent.opencl.DeviceFacts;

/**
 * How many work-items share the slots that some elements may be placed in, so that each slot is one's own and its
 * updates are combined in order. All of them read all indices, so there are few.
 *
 * @param count of them
 * @param slots of each, the last may have fewer
 */
record Shares(int count, int slots) {
    private static final int MOST = 64;
    private static final int ITEMS = 1 << 12;
    private static final int ENTRIES = 32;

    /**
     * {@return the shares}
     *
     * @param items how many work-items there are anyway
     * @param entries of the indices that each reads
     */
    static Shares of(long items, long entries, long slots, DeviceFacts device) {
        long wanted = device.isCpu() ? 2L * device.computeUnits() : ITEMS;
        long count = entries < ENTRIES ? 1 : Math.clamp(Math.ceilDiv(wanted, items), 1, MOST);
        int each = Math.toIntExact(Math.max(1, Math.ceilDiv(slots, count)));
        return new Shares(Math.toIntExact(Math.max(1, Math.ceilDiv(slots, each))), each);
    }
}
