package org.cotangent.ops.signal;

import java.util.Arrays;
import java.util.List;
import org.cotangent.ops.internal.signal.FourierKernel;
import org.cotangent.ops.internal.signal.FourierShape;
import org.cotangent.ops.internal.signal.FourierTranspose;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Planned;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * The discrete Fourier transform along an axis: {@code y[k] = sum over n of x[n] exp(-2 pi i k n / N)}, or with
 * {@code inverse} {@code y[n] = 1 / N sum over k of x[k] exp(2 pi i k n / N)}.
 *
 * <p>The last axis holds real and imaginary parts; signals may be without imaginary ones. The axis is -2 unless given.
 * The signal is cut, or continued by zeros, to N = {@code dft_length} elements, if that is given. With {@code onesided}
 * only the first N / 2 + 1 frequencies are put out; with {@code onesided} and {@code inverse} these are taken in, and a
 * real signal is put out, of 2 (size - 1) elements unless dft_length tells.
 *
 * <p>Takes n log n steps, in the precision of float32 for that type, else in float64. Linear. ONNX DFT, version 20.
 */
public final class DFT extends OnnxOperator {
    private static final int LENGTH = 1;
    private static final int AXIS = 2;

    public DFT() {
        super(
                "DFT",
                20,
                Signature.builder()
                        .input("input", TypeVariable.of("T1", DType.floating()))
                        .optionalFixed("dft_length", Types.index("T2"))
                        .optionalFixed("axis", Types.int64("I"))
                        .output("output", TypeVariable.of("T1", DType.floating()))
                        .attribute("inverse", 0)
                        .attribute("onesided", 0)
                        .build());
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Shape x = call.shape(0);
        Attributes attributes = call.attributes();
        Dim parts = x.dim(x.rank() - 1);
        if (parts.isKnown() && !parts.is(1) && !parts.is(2)) {
            throw new ShapeException("the last axis of a signal holds one or two parts, not those of " + x);
        }
        Shape y = x.with(x.rank() - 1, Dim.of(FourierShape.isToReal(attributes) ? 1 : 2));
        if (call.has(AXIS) && call.constant(AXIS) == null) {
            for (int axis = 0; axis < x.rank() - 1; axis++) {
                y = y.with(axis, call.fresh("frequencies"));
            }
            return List.of(call.input(0).with(y));
        }
        int axis = FourierShape.axis(x, call.constant(AXIS));
        Dim length =
                call.has(LENGTH) ? FourierShape.scalar(call, LENGTH) : FourierShape.length(attributes, x.dim(axis));
        if (length != null && length.isKnown() && length.size() < 1) {
            throw new ShapeException("a signal " + x + " cannot get the length " + length + " on axis " + axis);
        }
        Dim results = length == null ? call.fresh("frequencies") : FourierShape.results(attributes, length);
        return List.of(call.input(0).with(y.with(axis, results)));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> Planned.of(
                call, elements -> FourierKernel.of(call, elements.apply(LENGTH), elements.apply(AXIS)), LENGTH, AXIS));
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> FourierTranspose.of(f, at, cotangents.getFirst()));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 3);
            int axis = draw.integer(0, shape.length - 1);
            long[] sizes = Arrays.copyOf(shape, shape.length + 1);
            sizes[axis] = draw.integer(1, 9);
            sizes[shape.length] = draw.integer(1, 2);
            boolean inverse = draw.chance(0.5);
            boolean onesided = draw.chance(0.5);
            if (inverse && onesided) {
                sizes[axis]++;
            }
            return Domain.Sample.of(
                    Attributes.of("inverse", inverse ? 1 : 0).with("onesided", onesided ? 1 : 0),
                    draw.tensor(sizes, -2, 2),
                    draw.chance(0.5) ? null : Tensor.scalar((long) draw.integer(1, 9)),
                    Tensor.scalar((long) (draw.chance(0.5) ? axis : axis - sizes.length)));
        });
    }
}
