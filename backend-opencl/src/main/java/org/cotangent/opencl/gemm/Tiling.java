package org.cotangent.opencl.gemm;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.gemm.Contraction.Role;
import org.cotangent.spi.tensor.DType;

/**
 * How the sums of a contraction are shared out.
 *
 * @param lanes numbers of a vector
 * @param height rows whose sums are added up at once
 * @param width columns whose sums are added up at once
 * @param rows of a work-item's or group's tile
 * @param splits how many parts the depth is summed up in
 * @param split the depth of a part
 */
record Tiling(int lanes, int height, int width, int rows, int splits, int split) {
    /** The depth of what is packed at a time; splits are multiples of it. */
    static final int BLOCK = 256;

    /** The most rows of a work-item. */
    static final int MOST_ROWS = 96;

    /** The rows and columns of the tile of a group of a graphics processor. */
    static final int GROUP_TILE = 64;

    private static final int MOST_SPLITS = 64;

    static Tiling of(Contraction contraction, DeviceFacts device) {
        int m = contraction.size(Role.ROW);
        int n = contraction.size(Role.COLUMN);
        int depth = contraction.size(Role.DEPTH);
        long items = contraction.size(Role.BATCH);
        if (!device.isCpu()) {
            items *= (long) Math.ceilDiv(m, GROUP_TILE) * Math.ceilDiv(n, GROUP_TILE);
            return split(1, 1, 1, GROUP_TILE, items, depth, device);
        }
        int bytes = wide(contraction.y().type()) ? 8 : 4;
        int lanes = Math.clamp(device.vectorWidth() * 4 / bytes, 2, 16);
        int most = device.vectorWidth() == 8 ? 2 : 4;
        int vectors = Math.min(most, n > 2 * lanes ? 4 : n > lanes ? 2 : 1);
        int height = m == 1 ? 1 : vectors == most ? 6 : 12;
        int width = vectors * lanes;
        items *= Math.ceilDiv(n, width);
        int rows = Math.clamp((long) Math.ceilDiv(m, height) * height, height, MOST_ROWS);
        int wanted = 4 * device.computeUnits();
        while (rows > 2 * height && items * Math.ceilDiv(m, rows) < wanted && depth < 4 * BLOCK) {
            rows = Math.ceilDiv(rows / 2, height) * height;
        }
        items *= Math.ceilDiv(m, rows);
        return split(lanes, height, width, rows, items, depth, device);
    }

    private static Tiling split(int lanes, int height, int width, int rows, long items, int depth, DeviceFacts device) {
        int wanted = 4 * device.computeUnits();
        int most = Math.min(MOST_SPLITS, depth / (2 * BLOCK));
        int parts = items == 0 ? 1 : Math.clamp(Math.ceilDiv(wanted, items), 1, Math.max(1, most));
        int split = Math.max(1, Math.ceilDiv(Math.ceilDiv(depth, parts), BLOCK)) * BLOCK;
        return new Tiling(lanes, height, width, rows, Math.max(1, Math.ceilDiv(depth, split)), split);
    }

    /** {@return whether one computes with numbers of 8 bytes} */
    static boolean wide(DType type) {
        return type == DType.DOUBLE || type.isInteger();
    }
}
