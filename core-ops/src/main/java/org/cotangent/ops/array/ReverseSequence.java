package org.cotangent.ops.array;

import java.util.List;
import org.cotangent.ops.internal.movement.Cells;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * For each entry of the batch the first {@code sequence_lens} time steps in reverse order, the others as they are; ONNX
 * ReverseSequence, version 10.
 *
 * <p>{@code batch_axis} and {@code time_axis} are 0 and 1, in either order.
 */
public final class ReverseSequence extends OnnxOperator {
    public ReverseSequence() {
        super(
                "ReverseSequence",
                10,
                Signature.builder()
                        .input("input", Types.classic("T"))
                        .fixed("sequence_lens", Types.int64("I"))
                        .output("Y", Types.classic("T"))
                        .attribute("batch_axis", 1)
                        .attribute("time_axis", 0)
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        long batch = call.attributes().integer("batch_axis");
        long time = call.attributes().integer("time_axis");
        if (batch + time != 1 || batch * time != 0) {
            throw new AttributeException(
                    "batch_axis " + batch + " and time_axis " + time + " must be 0 and 1 or 1 and 0");
        }
        Shape data = call.shape(0);
        Shape lengths = call.shape(1);
        if (data.rank() < 2 || lengths.rank() != 1) {
            throw new ShapeException(
                    "input " + data + " must have at least two axes, and sequence_lens " + lengths + " one");
        }
        Dim entries = data.dim((int) batch);
        if (entries.isKnown() && lengths.dim(0).isKnown() && !entries.equals(lengths.dim(0))) {
            throw new ShapeException(
                    "sequence_lens " + lengths + " must hold a length for each entry of the batch of " + data);
        }
        return List.of(call.input(0));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(ReverseSequence::prepare);
    }

    private static Kernel prepare(Preparation call) {
        long[] sizes = call.input(0).shape().sizes();
        int batchAxis = (int) call.attributes().integer("batch_axis");
        long entries = sizes[batchAxis];
        long steps = sizes[1 - batchAxis];
        long run = Strides.product(sizes, 2, sizes.length);
        long entryStride = batchAxis == 0 ? steps * run : run;
        long stepStride = batchAxis == 0 ? run : entries * run;
        Cells cells = Cells.of(call.input(0).dtype());
        return io -> {
            for (long entry = 0; entry < entries; entry++) {
                long length = io.input(1).getLong(entry);
                if (length < 0 || length > steps) {
                    throw new ShapeException(
                            "sequence_lens[" + entry + "] is " + length + "; there are " + steps + " steps");
                }
                for (long step = 0; step < steps; step++) {
                    long from = step < length ? length - 1 - step : step;
                    long base = entry * entryStride;
                    cells.copy(io.input(0), base + from * stepStride, io.output(0), base + step * stepStride, run);
                }
            }
        };
    }

    /** Reversing twice changes nothing, so the transpose of this permutation is the permutation itself. */
    @Override
    public Derivative derivative() {
        return Derivative.linear(
                (f, at, k, cotangents) -> f.op("ReverseSequence", at.attributes(), cotangents.getFirst(), at.input(1)));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(2, 4);
            int batch = draw.integer(0, 1);
            Tensor lengths = draw.indices(new long[] {shape[batch]}, 1, shape[1 - batch] + 1);
            return Domain.Sample.of(
                    Attributes.of("batch_axis", batch).with("time_axis", 1L - batch),
                    draw.tensor(shape, -2, 2),
                    lengths);
        });
    }
}
