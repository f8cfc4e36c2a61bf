package org.cotangent.ops.array;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.ShapeInputs;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * The tensor cropped or padded with zeros to the sizes {@code shape} along {@code axes}, its centre kept; ONNX
 * CenterCropPad, version 18.
 *
 * <p>If an odd number of places is taken or added, the end gets the greater half.
 */
public final class CenterCropPad extends OnnxOperator {
    public CenterCropPad() {
        super(
                "CenterCropPad",
                18,
                Signature.builder()
                        .input("input_data", Types.basic("T"))
                        .fixed("shape", Types.index("Tind"))
                        .output("output_data", Types.basic("T"))
                        .optionalIntegers("axes")
                        .build());
    }

    private static int[] axes(Attributes attributes, Shape data) {
        long[] axes = attributes.integersOrNull("axes");
        return axes == null ? IntStream.range(0, data.rank()).toArray() : ShapeInputs.axes(data, axes);
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape shape = call.shape(0);
        int[] axes = axes(call.attributes(), shape);
        List<Dim> sizes = call.integers(1);
        if (sizes != null && sizes.size() != axes.length) {
            throw new ShapeException("shape " + sizes + " must hold a size for each of the " + axes.length + " axes");
        }
        for (int i = 0; i < axes.length; i++) {
            shape = shape.with(axes[i], sizes == null ? call.fresh("size") : sizes.get(i));
        }
        return List.of(call.input(0).with(shape));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(CenterCropPad::expand);
    }

    /** Integer division rounds towards zero, which is what both cropping and padding want of the begin. */
    private static List<Value> expand(Formulas f, Call call) {
        long[] axes = Arrays.stream(axes(call.attributes(), call.shape(0)))
                .asLongStream()
                .toArray();
        Tensor wanted = f.emitter().constantOf(call.input(1));
        Value pads;
        if (wanted != null && call.shape(0).isStatic()) {
            long[] both = new long[2 * axes.length];
            for (int i = 0; i < axes.length; i++) {
                long total = wanted.getLong(i) - call.shape(0).size((int) axes[i]);
                both[i] = total / 2;
                both[i + axes.length] = total - total / 2;
            }
            pads = f.integers(both);
        } else {
            Value sizes = f.gather(f.op("Shape", call.input(0)), f.integers(axes), 0);
            Value total = f.sub(f.cast(call.input(1), DType.INT64), sizes);
            Value begin = f.div(total, f.scalar(DType.INT64, 2));
            pads = f.concat(0, List.of(begin, f.sub(total, begin)));
        }
        return List.of(f.op("Pad", call.input(0), pads, null, f.integers(axes)));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 4);
            int[] axes = draw.axes(shape.length);
            long[] sizes = Arrays.stream(axes).mapToLong(axis -> draw.extent()).toArray();
            return Domain.Sample.of(
                    Attributes.of("axes", Arrays.stream(axes).asLongStream().toArray()),
                    draw.tensor(shape, -2, 2),
                    Tensor.vector(sizes));
        });
    }
}
