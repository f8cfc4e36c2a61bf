package org.cotangent.testkit.jqwik;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;

/**
 * The geometry of a convolution or pooling: every window touches the input.
 *
 * @param input [N, C, sizes...]
 * @param weights [M, C / group, kernel...]
 * @param attributes kernel_shape, strides, dilations, pads and group
 */
public record Geometry(Shape input, Shape weights, Attributes attributes) {
    /** One spatial axis. */
    private record Axis(int kernel, int stride, int dilation, int before, int after, int more) {
        int size() {
            return Math.max(1, (kernel - 1) * dilation + 1 - before - after) + more;
        }
    }

    /** {@return geometries of 1 to this many spatial axes; they shrink to one axis, kernel 1, and no pads} */
    public static Arbitrary<Geometry> upTo(int axes) {
        Arbitrary<Integer> few = Arbitraries.integers().between(1, 3).shrinkTowards(1);
        return Combinators.combine(
                        axis().list().ofMinSize(1).ofMaxSize(axes),
                        few,
                        few,
                        few,
                        Arbitraries.integers().between(1, 2).shrinkTowards(1))
                .as(Geometry::of);
    }

    private static Arbitrary<Axis> axis() {
        Arbitrary<Integer> one = Arbitraries.integers().between(1, 3).shrinkTowards(1);
        Arbitrary<Integer> none = Arbitraries.integers().between(0, 2).shrinkTowards(0);
        return Combinators.combine(one, one, one, none, none, none)
                .as((kernel, stride, dilation, before, after, more) ->
                        new Axis(kernel, stride, dilation, before % kernel, after % kernel, more));
    }

    private static Geometry of(List<Axis> axes, int batch, int channels, int outputs, int group) {
        List<Dim> input = new ArrayList<>(List.of(Dim.of(batch), Dim.of((long) channels * group)));
        List<Dim> weights = new ArrayList<>(List.of(Dim.of((long) outputs * group), Dim.of(channels)));
        axes.forEach(axis -> {
            input.add(Dim.of(axis.size()));
            weights.add(Dim.of(axis.kernel()));
        });
        long[] pads = new long[2 * axes.size()];
        for (int i = 0; i < axes.size(); i++) {
            pads[i] = axes.get(i).before();
            pads[i + axes.size()] = axes.get(i).after();
        }
        Attributes attributes = Attributes.none()
                .with("kernel_shape", axes.stream().mapToLong(Axis::kernel).toArray())
                .with("strides", axes.stream().mapToLong(Axis::stride).toArray())
                .with("dilations", axes.stream().mapToLong(Axis::dilation).toArray())
                .with("pads", pads)
                .with("group", group);
        return new Geometry(Shape.of(input), Shape.of(weights), attributes);
    }
}
