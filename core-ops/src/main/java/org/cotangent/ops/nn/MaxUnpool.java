package org.cotangent.ops.nn;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.convolution.Convolution;
import org.cotangent.ops.internal.convolution.SlidingWindow;
import org.cotangent.ops.internal.support.OnnxOperator;
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
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * Puts the elements of X, [N, C, sizes...], at the places that I tells, among zeros: undoes MaxPool where it can.
 *
 * <p>I counts the elements of a tensor [N, C, (sizes - 1) * strides - pads + kernel]. That is the result, unless
 * {@code output_shape} is given: then it is put at the begin of a larger tensor of zeros of that shape. Where two
 * elements go to one place, the last one counts; the derivative supposes that this does not happen. ONNX MaxUnpool,
 * version 22.
 */
public final class MaxUnpool extends OnnxOperator {
    public MaxUnpool() {
        super("MaxUnpool", 22, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T1", DType.floating());
        TypeVariable index = TypeVariable.of("T2", DType.INT64);
        return Signature.builder()
                .input("X", t)
                .fixed("I", index)
                .optionalFixed("output_shape", index)
                .output("output", t)
                .optionalIntegers("kernel_shape")
                .optionalIntegers("pads")
                .optionalIntegers("strides")
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape x = call.shape(0);
        Shape pooled = pooled(call.attributes(), x);
        if (x.isStatic() && call.shape(1).isStatic() && !x.equals(call.shape(1))) {
            throw new ShapeException("I must have the shape of X, " + x + ", not " + call.shape(1));
        }
        if (!call.has(2)) {
            return List.of(call.input(0).with(pooled));
        }
        List<Dim> sizes = call.integers(2);
        if (sizes == null) {
            return List.of(call.input(0)
                    .with(Convolution.image(x.dim(0), x.dim(1), Convolution.unknown(call, x.rank() - 2))));
        }
        Shape result = Shape.of(sizes);
        for (int axis = 0; axis < pooled.rank(); axis++) {
            if (result.rank() != pooled.rank()
                    || (result.dim(axis).isKnown()
                            && pooled.dim(axis).isKnown()
                            && result.size(axis) < pooled.size(axis))) {
                throw new ShapeException("output_shape " + result + " must be at least " + pooled
                        + ", which the windows cover, on every axis");
            }
        }
        return List.of(call.input(0).with(result));
    }

    /** {@return the shape in which the indices count} */
    private static Shape pooled(Attributes attributes, Shape x) {
        SlidingWindow window = SlidingWindow.of(attributes, null);
        if (x.rank() != window.rank() + 2) {
            throw new ShapeException("an input of shape " + x + " does not have batch, channels and " + window.rank()
                    + " spatial axes, as kernel_shape says");
        }
        List<Dim> sizes = new ArrayList<>();
        for (int axis = 0; axis < window.rank(); axis++) {
            long pads = window.pads()[axis] + window.pads()[axis + window.rank()];
            sizes.add(x.dim(axis + 2).plus(-1).times(window.strides()[axis]).plus(window.kernel()[axis] - pads));
        }
        return Convolution.image(x.dim(0), x.dim(1), sizes);
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(MaxUnpool::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value x = call.input(0);
        Shape shape = pooled(call.attributes(), x.shape());
        Value pooled = sizes(f, x, shape);
        Value flat = f.op(
                "ScatterElements",
                f.op("Expand", f.scalarLike(x, 0), f.reduce("ReduceProd", pooled, true)),
                f.reshape(call.input(1), -1),
                f.reshape(x, -1));
        Value result = f.reshape(flat, pooled);
        if (!call.has(2)) {
            return List.of(result);
        }
        Value missing = f.op("Sub", call.input(2), pooled);
        Value pads = f.concat(0, List.of(f.integers(new long[shape.rank()]), missing));
        return List.of(f.op("Pad", result, pads));
    }

    /** The sizes of batch and channels are those of {@code x}; the others must be known. */
    private static Value sizes(Formulas f, Value x, Shape pooled) {
        return pooled.isStatic()
                ? f.integers(pooled.sizes())
                : f.concat(0, List.of(f.sizeOf(x, 0), f.sizeOf(x, 1), f.integers(Convolution.spatial(pooled))));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            int rank = Math.min(draw.integer(1, 2), draw.extent());
            long[] x = new long[rank + 2];
            long[] kernel = new long[rank];
            x[0] = draw.integer(1, 2);
            x[1] = draw.integer(1, 2);
            for (int i = 0; i < rank; i++) {
                kernel[i] = draw.integer(1, 2);
                x[i + 2] = draw.extent();
            }
            Attributes attributes = Attributes.of("kernel_shape", kernel).with("strides", kernel);
            Shape pooled = pooled(attributes, Shape.of(x));
            Tensor values = draw.tensor(x, -2, 2);
            int[] places = draw.permutation(Math.toIntExact(pooled.elements().size()));
            Tensor indices = Tensor.allocate(DType.INT64, x);
            for (int i = 0; i < values.elements(); i++) {
                indices.setLong(i, places[i]);
            }
            return draw.chance(0.5)
                    ? Domain.Sample.of(attributes, values, indices)
                    : Domain.Sample.of(attributes, values, indices, larger(pooled));
        });
    }

    private static Tensor larger(Shape pooled) {
        long[] sizes = pooled.sizes();
        sizes[sizes.length - 1]++;
        return Tensor.vector(sizes);
    }
}
