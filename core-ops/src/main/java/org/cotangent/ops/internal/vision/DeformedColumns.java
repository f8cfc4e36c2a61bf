package org.cotangent.ops.internal.vision;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.ops.internal.convolution.Convolution;
import org.cotangent.ops.internal.convolution.SlidingWindow;
import org.cotangent.ops.internal.indexing.Places;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/** What the moved taps of a deformable convolution see, in the words of ONNX. */
public final class DeformedColumns {
    private final Formulas f;
    private final Call call;
    private final int axes;
    private final DType real;
    private final SlidingWindow window;
    private final Dim planes;
    private final Dim taps;
    private final Shape counts;

    private DeformedColumns(Formulas f, Call call) {
        this.f = f;
        this.call = call;
        axes = call.shape(0).rank() - 2;
        real = call.dtype(0) == DType.DOUBLE ? DType.DOUBLE : DType.FLOAT;
        window = SlidingWindow.of(call.attributes(), Convolution.kernel(call.attributes(), call.shape(1)));
        planes = call.shape(2).dim(0).times(call.attributes().integer("offset_group"));
        taps = Dim.of(Strides.product(window.kernel()));
        counts = call.shape(2).slice(2, axes + 2);
    }

    /** {@return the elements under the taps times the mask, [batch, offset groups, channels, taps, positions]} */
    public static Value of(Formulas f, Call call) {
        return new DeformedColumns(f, call).columns();
    }

    private Value columns() {
        Value x = call.input(0);
        Dim group = Dim.of(call.attributes().integer("offset_group"));
        Dim channels = x.shape().dim(1).floorDiv(group);
        Dim places = taps.times(counts.elements());
        Value images = f.reshape(
                f.cast(x, real),
                Shape.of(List.of(planes, channels)).concat(x.shape().slice(2, axes + 2)));
        Value table = Taps.table(f, images);
        Value moved = f.reshape(
                f.cast(call.input(2), real),
                Shape.of(List.of(planes, taps, Dim.of(axes))).concat(counts));
        Taps all = Taps.at(f.unsqueeze(
                Places.along(f, images, 0), LongStream.rangeClosed(1, axes + 1).toArray()));
        for (int axis = 0; axis < axes; axis++) {
            SamplingAxis sampling = new SamplingAxis(f, f.sizeOf(x, axis + 2), "zeros", true);
            Value place = f.add(f.squeeze(f.slice(moved, 2, axis, axis + 1L), 2), unmoved(axis));
            Value flat = f.reshape(place, Shape.of(List.of(planes, places, Dim.of(1))));
            all = all.times(f, sampling.around(flat, "linear").alongAxis(f, axis + 2, axes + 2), sampling.size());
        }
        if (call.has(4)) {
            long[] ones = LongStream.rangeClosed(2, axes + 1).toArray();
            Value mask = f.reshape(f.cast(call.input(4), real), Shape.of(List.of(planes, places)));
            all = all.scaled(f, f.unsqueeze(mask, ones));
        }
        Value rows = all.interpolate(f, table, 2);
        Dim batch = call.shape(2).dim(0);
        Value apart = f.reshape(rows, Shape.of(List.of(batch, group, taps, counts.elements(), channels)));
        return f.cast(f.transpose(apart, 0, 1, 4, 2, 3), x.dtype());
    }

    /** {@return where the taps would be along an axis without offsets, [taps, counts...] with axes of size 1} */
    private Value unmoved(int axis) {
        int count = Math.toIntExact(taps.size());
        long inner = Strides.product(window.kernel(), axis + 1, axes);
        double[] starts = new double[count];
        for (int tap = 0; tap < count; tap++) {
            starts[tap] = tap / inner % window.kernel()[axis] * window.dilations()[axis] - window.pads()[axis];
        }
        long[] sizes = new long[axes + 1];
        Arrays.fill(sizes, 1);
        sizes[0] = count;
        Value positions = f.cast(Places.along(f, call.input(2), axis + 2), real);
        long[] behind = LongStream.range(1, axes - axis).toArray();
        return f.add(
                f.constant(Tensor.of(real, starts, sizes)),
                f.unsqueeze(f.mul(positions, (double) window.strides()[axis]), behind));
    }
}
