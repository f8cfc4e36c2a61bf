package org.cotangent.ops.internal.quant;

import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;

/** Sizes of a tensor and of its scales, and the attributes that say how they belong together; for tests. */
@SuppressWarnings("ArrayRecordComponent") // read once
public record QuantizedSamples(Attributes attributes, long[] x, long[] scale) {
    public static QuantizedSamples draw(Draw draw) {
        long[] x = draw.shape(1, 4);
        int axis = draw.integer(0, x.length - 1);
        Attributes attributes = Attributes.of("axis", draw.chance(0.5) ? axis : axis - x.length);
        if (draw.chance(0.3)) {
            return new QuantizedSamples(attributes, x, draw.chance(0.5) ? new long[0] : new long[] {1});
        }
        if (draw.chance(0.4)) {
            return new QuantizedSamples(attributes, x, new long[] {x[axis]});
        }
        long block = draw.integer(1, 3);
        long[] scale = x.clone();
        scale[axis] = Math.ceilDiv(x[axis], block);
        return new QuantizedSamples(attributes.with("block_size", block), x, scale);
    }
}
