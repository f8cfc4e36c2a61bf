package org.cotangent.ops.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.ops.internal.convolution.Col2ImKernel;
import org.cotangent.ops.internal.convolution.Convolution;
import org.cotangent.ops.internal.convolution.SlidingWindow;
import org.cotangent.ops.internal.convolution.Windows;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Adds up the blocks that stand in the columns of [N, C * block, L] where they lie in an image [N, C, image_shape...].
 *
 * <p>Block l is the window number l of {@code block_shape}, with pads, strides and dilations; what it has in the pads
 * is dropped. For numbers; integers are added in float64. ONNX Col2Im, version 18.
 */
public final class Col2Im extends OnnxOperator {
    public Col2Im() {
        super("Col2Im", 18, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.numeric());
        TypeVariable shape = TypeVariable.of("I", DType.INT64);
        return Signature.builder()
                .input("input", t)
                .fixed("image_shape", shape)
                .fixed("block_shape", shape)
                .output("output", t)
                .optionalIntegers("dilations")
                .optionalIntegers("pads")
                .optionalIntegers("strides")
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape x = call.shape(0);
        if (x.rank() != 3) {
            throw new ShapeException("the input must be [N, C * block, L], not of shape " + x);
        }
        List<Dim> image = call.integers(1);
        List<Dim> block = call.integers(2);
        if (image == null) {
            Dim axes = call.shape(1).rank() == 1 ? call.shape(1).dim(0) : Dim.of(0);
            if (!axes.isKnown()) {
                return List.of(call.input(0).with(Shape.unranked()));
            }
            image = Convolution.unknown(call, Math.toIntExact(axes.size()));
        }
        if (block == null) {
            return List.of(call.input(0).with(Convolution.image(x.dim(0), call.fresh("channels"), image)));
        }
        Dim taps = Shape.of(block).elements();
        if (taps.is(0) || image.isEmpty() || image.size() != block.size()) {
            throw new ShapeException("image_shape " + image + " and block_shape " + block
                    + " must have as many numbers, and a block must not be empty");
        }
        Shape result = Convolution.image(x.dim(0), x.dim(1).floorDiv(taps), image);
        if (result.isStatic() && taps.isKnown() && x.isStatic()) {
            Windows windows = windows(call.attributes(), image, block);
            if (x.size(1) % taps.size() != 0 || x.size(2) != windows.positions()) {
                throw new ShapeException("an input of shape " + x + " does not hold the " + windows.positions()
                        + " blocks of " + taps + " elements that an image " + image + " has");
            }
        }
        return List.of(call.input(0).with(result));
    }

    private static Windows windows(Attributes attributes, List<Dim> image, List<Dim> block) {
        return SlidingWindow.of(attributes, sizes(block)).over(sizes(image));
    }

    private static long[] sizes(List<Dim> dims) {
        return dims.stream().mapToLong(Dim::size).toArray();
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(Col2Im::prepare, Col2Im::expand);
    }

    private static Kernel prepare(Preparation call) {
        Tensor block = call.constant(2);
        if (block == null) {
            throw new ShapeException("block_shape must be known before blocks are added up");
        }
        long[] image = Convolution.spatial(call.output(0).shape().sizes());
        Windows windows = SlidingWindow.of(call.attributes(), block.toLongs()).over(image);
        return new Col2ImKernel(call, windows);
    }

    /** The transpose of a convolution that takes every element of a window to a channel of its own. */
    private static List<Value> expand(Formulas f, Call call) {
        List<Dim> image = constant(f, call.input(1));
        List<Dim> block = constant(f, call.input(2));
        Windows windows = windows(call.attributes(), image, block);
        Value given = call.input(0);
        int taps = windows.taps();
        long channels = given.shape().size(1) / taps;
        Shape result = Convolution.image(given.shape().dim(0), Dim.of(channels), image);
        if (result.elements().is(0) || given.shape().elements().is(0)) {
            return List.of(f.expand(f.scalarLike(given, 0), result.sizes()));
        }
        DType computed = given.dtype().isFloating() ? given.dtype() : DType.DOUBLE;
        List<Dim> counts = LongStream.of(windows.counts()).mapToObj(Dim::of).toList();
        Value columns = f.reshape(
                f.cast(given, computed),
                Convolution.image(given.shape().dim(0), given.shape().dim(1), counts));
        Value sum = f.own(
                "ConvInputGradient",
                windows.convolution().with("group", channels),
                columns,
                f.constant(selection(computed, channels, windows)),
                f.integers(result.sizes()));
        return List.of(f.cast(sum, given.dtype()));
    }

    private static List<Dim> constant(Formulas f, Value value) {
        @Nullable Tensor tensor = f.emitter().constantOf(value);
        if (tensor == null) {
            throw new ShapeException("image_shape and block_shape must be known before blocks are added up");
        }
        return LongStream.of(tensor.toLongs()).mapToObj(Dim::of).toList();
    }

    private static Tensor selection(DType dtype, long channels, Windows windows) {
        List<Long> sizes = new ArrayList<>(List.of(channels * windows.taps(), 1L));
        LongStream.of(windows.kernel()).forEach(sizes::add);
        Tensor weights =
                Tensor.allocate(dtype, sizes.stream().mapToLong(Long::longValue).toArray());
        for (long row = 0; row < channels * windows.taps(); row++) {
            weights.setDouble(row * windows.taps() + row % windows.taps(), 1);
        }
        return weights;
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] image = new long[2];
            long[] block = new long[2];
            for (int i = 0; i < 2; i++) {
                block[i] = draw.integer(1, 2);
                image[i] = 2 * block[i] - 1 + draw.integer(0, 2);
            }
            Attributes attributes = Attributes.of("strides", draw.integer(1, 2), draw.integer(1, 2))
                    .with("dilations", draw.integer(1, 2), 1)
                    .with("pads", draw.integer(0, 1), 0, 0, draw.integer(0, 1));
            Windows windows = SlidingWindow.of(attributes, block).over(image);
            long[] x = {draw.integer(1, 2), draw.integer(1, 2) * (long) windows.taps(), windows.positions()};
            return Domain.Sample.of(attributes, draw.tensor(x, -1, 1), Tensor.vector(image), Tensor.vector(block));
        });
    }
}
