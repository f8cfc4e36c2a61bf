package org.cotangent.cpu.pooling;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.Scratch;
import org.cotangent.cpu.window.WindowAxis;
import org.cotangent.spi.backend.Parallel;

/** The sum of each window, divided by a number of its own. */
final class AveragePoolKernel extends PoolKernel {

    private final float[] ones;
    private final MemorySegment divisors;

    /** @param divisors for each window */
    AveragePoolKernel(Primitives primitives, List<WindowAxis> axes, long planes, double[] divisors, Parallel parallel) {
        super(primitives, axes, planes, 0, 0, parallel);
        this.ones = new float[windows.offsets().length];
        Arrays.fill(ones, 1);
        this.divisors = Scratch.floats(divisors.length);
        for (int i = 0; i < divisors.length; i++) {
            this.divisors.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) divisors[i]);
        }
    }

    @Override
    void pool(long plane, long source, long target, long extra) {
        long rowBytes = 4L * windows.width();
        for (int block = 0; block < windows.blocks().length; block++) {
            primitives
                    .windows()
                    .weightedSum(
                            target + windows.results(block),
                            rowBytes,
                            source + windows.blocks()[block],
                            windows.rowStride(),
                            windows.rows(),
                            windows.width(),
                            windows.offsets(),
                            ones,
                            0,
                            0);
        }
        primitives.rows().divide(target, divisors.address(), windows.positions());
    }
}
