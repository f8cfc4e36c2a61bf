package org.cotangent.opencl.reduce;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.spi.tensor.DType;

/**
 * The steps of a reduction: each sums up one axis, of [outer, length, inner], in parts.
 *
 * @param parts how many results there are along the axis, which a later pass sums up
 */
record Pass(Line line, int parts) {
    /** {@return how many results there are} */
    long results() {
        return line.count() * parts;
    }

    /**
     * {@return the passes over a tensor of these sizes, of which the axes flagged are reduced}
     *
     * <p>Axes that follow each other are merged. The fastest ones are reduced first, since they are runs of memory. If
     * there are few results and many elements for each, parts are reduced, then their results.
     */
    static List<Pass> of(long[] sizes, boolean[] flags, DeviceFacts device, DType computed) {
        long results = 1;
        long elements = 1;
        for (int i = 0; i < sizes.length; i++) {
            results *= flags[i] ? 1 : sizes[i];
            elements *= sizes[i];
        }
        if (elements == 0) {
            return List.of(new Pass(new Line((int) results, 0, 1), 1));
        }
        List<Pass> passes = new ArrayList<>();
        long inner = 1;
        long outer = elements;
        for (int i = sizes.length - 1; i >= 0; ) {
            long size = 1;
            int from = i;
            for (; i >= 0 && (flags[i] == flags[from] || sizes[i] == 1); i--) {
                size *= sizes[i];
            }
            outer /= size;
            if (flags[from] && size > 1) {
                add(passes, new Line((int) outer, (int) size, (int) inner), device, computed);
            } else {
                inner *= size;
            }
        }
        return passes.isEmpty() ? List.of(new Pass(new Line(1, 1, (int) elements), 1)) : passes;
    }

    private static void add(List<Pass> passes, Line line, DeviceFacts device, DType computed) {
        int parts = parts(line, device, computed);
        passes.add(new Pass(line, parts));
        if (parts > 1) {
            passes.add(new Pass(new Line(line.outer(), parts, line.inner()), 1));
        }
    }

    /** {@return into how many parts lines should be cut, so that the device has enough to do} */
    static int parts(Line line, DeviceFacts device, DType computed) {
        int lanes = Team.lanes(device, computed);
        long atOnce = device.isCpu() || !line.isRow() ? 1 : device.groupSize();
        long items = line.isRow() ? line.outer() * atOnce : (long) line.outer() * Math.ceilDiv(line.inner(), lanes);
        long least = line.isRow() ? 4096 : Math.max(64, 8192 / lanes / Math.clamp(line.inner(), 1, 16));
        long wanted = Math.ceilDiv(2 * Team.parallelism(device), Math.max(1, items));
        return Math.clamp(line.length() / least, 1, Math.clamp(wanted, 1, 512));
    }
}
