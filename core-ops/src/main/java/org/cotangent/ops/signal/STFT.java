package org.cotangent.ops.signal;

import java.util.List;
import org.cotangent.ops.internal.signal.FourierShape;
import org.cotangent.ops.internal.support.OnnxOperator;
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
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Fourier transforms of stretches of a signal, [batch, length, parts]: frames of {@code frame_length} elements, one
 * every {@code frame_step}, times a window; [batch, frames, frequencies, 2].
 *
 * <p>Without frame_length it is the length of the window, without both that of the signal. A window that is shorter is
 * continued by zeros. With {@code onesided} only the first frame_length / 2 + 1 frequencies are put out. Differentiable
 * in signal and window. ONNX STFT, version 17.
 */
public final class STFT extends OnnxOperator {
    private static final int STEP = 1;
    private static final int WINDOW = 2;
    private static final int LENGTH = 3;

    public STFT() {
        super("STFT", 17, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable real = TypeVariable.of("T1", DType.floating());
        TypeVariable index = Types.index("T2");
        return Signature.builder()
                .input("signal", real)
                .fixed("frame_step", index)
                .optional("window", real)
                .optionalFixed("frame_length", index)
                .output("output", real)
                .attribute("onesided", 1)
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Shape signal = call.shape(0);
        if (signal.rank() != 3 || (call.has(WINDOW) && call.shape(WINDOW).rank() != 1)) {
            throw new ShapeException("a signal must be [batch, length, parts] and a window a vector, not " + signal
                    + (call.has(WINDOW) ? " and " + call.shape(WINDOW) : ""));
        }
        Dim length = length(call);
        Dim step = FourierShape.scalar(call, STEP);
        if (step != null && step.isKnown() && step.size() < 1) {
            throw new ShapeException("frame_step must be positive, not " + step);
        }
        if (length != null && length.isKnown() && signal.dim(1).isKnown() && length.size() > signal.size(1)) {
            throw new ShapeException("a frame of " + length + " elements does not fit a signal of " + signal.dim(1));
        }
        Dim frames = length == null || step == null
                ? call.fresh("frames")
                : signal.dim(1).minus(length).floorDiv(step).plus(1);
        Dim frequencies = length == null
                ? call.fresh("frequencies")
                : call.attributes().flag("onesided") ? FourierShape.half(length) : length;
        return List.of(call.input(0).with(Shape.of(List.of(signal.dim(0), frames, frequencies, Dim.of(2)))));
    }

    private static @Nullable Dim length(Inference call) {
        if (call.has(LENGTH)) {
            return FourierShape.scalar(call, LENGTH);
        }
        return call.has(WINDOW) ? call.shape(WINDOW).dim(0) : call.shape(0).dim(1);
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(STFT::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value signal = call.input(0);
        Value size = f.squeeze(f.sizeOf(signal, 1), 0);
        Value window = call.has(WINDOW) ? call.input(WINDOW) : null;
        Value whole = window == null ? size : f.squeeze(f.sizeOf(window, 0), 0);
        Value length = call.has(LENGTH) ? scalar(f, call.input(LENGTH)) : whole;
        Value used = window == null ? length : f.op("Min", length, whole);
        Value step = scalar(f, call.input(STEP));
        Value frames = f.add(f.div(f.sub(size, length), step), f.scalar(DType.INT64, 1));
        Value starts = f.unsqueeze(f.mul(upTo(f, frames), step), 1);
        Value cut = f.gather(signal, f.add(starts, upTo(f, used)), 1);
        if (window != null) {
            Value weights = f.op("Slice", window, f.integers(0), f.unsqueeze(used, 0), f.integers(0));
            cut = f.mul(cut, f.unsqueeze(weights, 1));
        }
        Attributes attributes = Attributes.of("onesided", call.attributes().integer("onesided"));
        return List.of(f.op("DFT", attributes, cut, length, f.constant(Tensor.scalar(2L))));
    }

    private static Value scalar(Formulas f, Value number) {
        return f.reshape(f.cast(number, DType.INT64));
    }

    private static Value upTo(Formulas f, Value count) {
        return f.op("Range", f.scalar(DType.INT64, 0), count, f.scalar(DType.INT64, 1));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long length = draw.integer(1, 6);
            long window = draw.chance(0.7) ? length : draw.integer(1, 6);
            long size = Math.max(length, window) + draw.integer(0, 6);
            boolean windowed = draw.chance(0.6);
            return Domain.Sample.of(
                    Attributes.of("onesided", draw.integer(0, 1)),
                    draw.tensor(new long[] {draw.integer(1, 2), size, draw.integer(1, 2)}, -2, 2),
                    Tensor.scalar((long) draw.integer(1, 3)),
                    windowed ? draw.tensor(new long[] {window}, 0, 1) : null,
                    !windowed || draw.chance(0.5) ? Tensor.scalar(length) : null);
        });
    }
}
