package org.cotangent.ops.sequence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.ops.internal.movement.Pieces;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
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
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorSequence;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a tensor along {@code axis} as a sequence; ONNX SplitToSequence, version 24.
 *
 * <p>Their sizes are those of the vector {@code split}; if it is a scalar, all are equal but for the last, which may be
 * smaller. Without it they are of size 1, and lose the axis unless {@code keepdims} is set.
 */
public final class SplitToSequence extends OnnxOperator {
    public SplitToSequence() {
        super(
                "SplitToSequence",
                24,
                Signature.builder()
                        .input("input", Types.basic("T"))
                        .optionalFixed("split", Types.index("I"))
                        .output("output_sequence", Types.basic("T").in(TypeVariable.Kind.SEQUENCE))
                        .attribute("axis", 0)
                        .attribute("keepdims", 1)
                        .build());
    }

    private static boolean drops(Attributes attributes, boolean split) {
        return !split && !attributes.flag("keepdims");
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        TensorType whole = call.input(0);
        Shape shape = whole.shape();
        int axis = shape.axis(call.attributes().integer("axis"));
        if (drops(call.attributes(), call.has(1))) {
            return List.of(new SequenceType(whole.with(shape.without(axis))));
        }
        return List.of(new SequenceType(whole.with(shape.with(axis, part(call, shape.dim(axis))))));
    }

    private static Dim part(Inference call, Dim whole) {
        if (!call.has(1)) {
            return Dim.of(1);
        }
        List<Dim> sizes = call.integers(1);
        boolean even = sizes != null
                && !sizes.isEmpty()
                && (call.shape(1).rank() == 1
                        ? sizes.stream().allMatch(sizes.getFirst()::equals)
                        : whole.isKnown()
                                && sizes.getFirst().isKnown()
                                && sizes.getFirst().size() > 0
                                && whole.size() % sizes.getFirst().size() == 0);
        return sizes != null && even ? sizes.getFirst() : call.fresh("part");
    }

    @Override
    public Forward forward() {
        return new Forward.ValueKernel(call -> {
            Attributes attributes = call.attributes();
            Parallel parallel = call.parallel();
            return io -> io.deliver(0, split(io, attributes, parallel));
        });
    }

    private static TensorSequence split(Bindings io, Attributes attributes, Parallel parallel) {
        Tensor whole = io.input(0);
        int axis = whole.shape().axis(attributes.integer("axis"));
        Tensor given = io.hasInput(1) ? io.input(1) : null;
        boolean drops = drops(attributes, given != null);
        List<Tensor> parts = new ArrayList<>();
        long start = 0;
        for (long size : sizes(whole.size(axis), given)) {
            parts.add(drops ? Pieces.at(whole, axis, start, parallel) : Pieces.cut(whole, axis, start, size, parallel));
            start += size;
        }
        return TensorSequence.of(whole.dtype(), parts);
    }

    private static long[] sizes(long whole, @Nullable Tensor given) {
        if (given != null && given.rank() > 0) {
            long[] sizes = given.toLongs();
            if (Arrays.stream(sizes).sum() != whole || Arrays.stream(sizes).anyMatch(size -> size < 0)) {
                throw new ShapeException("split " + Arrays.toString(sizes) + " does not add up to the size " + whole);
            }
            return sizes;
        }
        long size = given == null ? 1 : given.getLong(0);
        if (size <= 0) {
            throw new ShapeException("split " + size + " is not positive");
        }
        long[] sizes = new long[Math.toIntExact(Math.ceilDiv(whole, size))];
        Arrays.setAll(sizes, i -> Math.min(size, whole - i * size));
        return sizes;
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> joined(f, at, cotangents.getFirst()));
    }

    private static Value joined(Formulas f, Point at, Value cotangent) {
        int axis = at.shape(0).axis(at.attributes().integer("axis"));
        if (at.shape(0).dim(axis).is(0)) {
            return f.zerosLike(at.input(0));
        }
        Attributes attributes =
                Attributes.of("axis", axis).with("new_axis", drops(at.attributes(), at.has(1)) ? 1L : 0L);
        return f.reshapeLike(f.op("ConcatFromSequence", attributes, cotangent), at.input(0));
    }
}
