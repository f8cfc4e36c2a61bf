package org.cotangent.ops.sequence;

import java.util.List;
import org.cotangent.ops.internal.control.Bodies;
import org.cotangent.ops.internal.control.Sequences;
import org.cotangent.ops.internal.movement.Pieces;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorSequence;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * The tensors of a sequence, at least one, put together along {@code axis}, or along a new one if {@code new_axis} is
 * set; ONNX ConcatFromSequence, version 11.
 */
public final class ConcatFromSequence extends OnnxOperator {
    public ConcatFromSequence() {
        super(
                "ConcatFromSequence",
                11,
                Signature.builder()
                        .input("input_sequence", Sequences.type("T"))
                        .output("concat_result", Types.classic("T"))
                        .optionalInteger("axis")
                        .attribute("new_axis", 0)
                        .build());
    }

    private static boolean stacks(Attributes attributes) {
        long flag = attributes.integer("new_axis");
        if (flag != 0 && flag != 1) {
            throw new AttributeException("new_axis must be 0 or 1, not " + flag);
        }
        return flag == 1;
    }

    private static int axis(Attributes attributes, int rank) {
        return Shape.of(new long[stacks(attributes) ? rank + 1 : rank]).axis(attributes.integer("axis"));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        TensorType element = Sequences.element(call, 0);
        Shape shape = Sequences.member(call, element).shape();
        int axis = axis(call.attributes(), shape.rank());
        return List.of(element.with(
                stacks(call.attributes())
                        ? shape.insert(axis, call.fresh("length"))
                        : shape.with(axis, call.fresh("total"))));
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(call -> {
            Attributes attributes = call.attributes();
            Parallel parallel = call.parallel();
            return io -> io.deliver(0, joined(io, attributes, parallel));
        });
    }

    private static Tensor joined(Bindings io, Attributes attributes, Parallel parallel) {
        TensorSequence sequence = Sequences.sequence(io, 0);
        if (sequence.length() == 0) {
            throw new ShapeException("an empty sequence cannot be put together: it has no shape");
        }
        int axis = axis(attributes, sequence.get(0).rank());
        List<Tensor> pieces = stacks(attributes)
                ? sequence.tensors().stream()
                        .map(tensor -> Pieces.raised(tensor, axis))
                        .toList()
                : sequence.tensors();
        Tensor whole = Tensor.allocate(sequence.dtype(), Pieces.joined(pieces, axis));
        Pieces.join(pieces, axis, whole, parallel);
        return whole;
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> parts(f, at, cotangents.getFirst()));
    }

    private static Value parts(Formulas f, Point at, Value cotangent) {
        int rank = cotangent.shape().rank() - (stacks(at.attributes()) ? 1 : 0);
        int axis = axis(at.attributes(), rank);
        Attributes attributes = Attributes.of("axis", axis);
        if (stacks(at.attributes())) {
            return f.op("SplitToSequence", attributes.with("keepdims", 0), cotangent);
        }
        Value sequence = at.input(0);
        Value sizes = Bodies.lifted(f, "sizes", List.of(sequence), (g, x) -> g.sizeOf(x.getFirst(), axis));
        return f.op(
                "SplitToSequence", attributes, cotangent, f.op("ConcatFromSequence", Attributes.of("axis", 0L), sizes));
    }
}
