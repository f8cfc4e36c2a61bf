package org.cotangent.ops.array;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.ops.internal.movement.StridedCopy;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Planned;
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
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a tensor along {@code axis}; ONNX Split, version 18.
 *
 * <p>Their sizes are those of the input {@code split}. Without it there are as many parts as outputs (and as
 * {@code num_outputs} says), equal but for those at the end, which may be smaller or empty.
 */
public final class Split extends OnnxOperator {
    public Split() {
        super(
                "Split",
                18,
                Signature.builder()
                        .input("input", Types.basic("T"))
                        .optionalFixed("split", Types.int64("S"))
                        .variadicOutput("outputs", Types.basic("T"))
                        .attribute("axis", 0)
                        .optionalInteger("num_outputs")
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        TensorType data = call.input(0);
        int axis = data.shape().axis(call.attributes().integer("axis"));
        Dim whole = data.shape().dim(axis);
        List<Dim> sizes = call.has(1) ? given(call, whole) : equal(call, whole);
        List<Dim> elements = call.integers(0);
        List<ValueType> types = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < sizes.size(); i++) {
            types.add(data.with(data.shape().with(axis, sizes.get(i))));
            if (elements != null && sizes.get(i).isKnown() && start >= 0) {
                int end = start + (int) sizes.get(i).size();
                call.known(i, elements.subList(start, end));
                start = end;
            } else {
                start = -1;
            }
        }
        return types;
    }

    private static List<Dim> given(Inference call, Dim whole) {
        List<Dim> sizes = call.integers(1);
        int outputs = call.outputCount();
        if (sizes == null) {
            List<Dim> fresh = new ArrayList<>();
            for (int i = 0; i < outputs; i++) {
                fresh.add(call.fresh("part"));
            }
            return fresh;
        }
        Dim sum = sizes.stream().reduce(Dim.of(0), Dim::plus);
        if (sizes.size() != outputs || (sum.isKnown() && whole.isKnown() && !sum.equals(whole))) {
            throw new ShapeException("split " + sizes + " must hold " + outputs
                    + " sizes, one for each output, that add up to " + whole);
        }
        return sizes;
    }

    private static List<Dim> equal(Inference call, Dim whole) {
        int outputs = call.outputCount();
        long count = call.attributes().integer("num_outputs", outputs);
        if (count != outputs) {
            throw new AttributeException("num_outputs " + count + " is not the number of outputs, " + outputs);
        }
        Dim parts = Dim.of(count);
        Dim even = whole.floorDiv(parts);
        Dim part =
                even.times(count).equals(whole) ? even : whole.plus(count - 1).floorDiv(parts);
        List<Dim> sizes = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            Dim rest = whole.minus(part.times(i));
            boolean isKnown = rest.isKnown() && part.isKnown();
            boolean isWhole = isKnown ? rest.size() >= part.size() : i < outputs - 1;
            sizes.add(isWhole ? part : rest.isKnown() && rest.size() < 0 ? Dim.of(0) : rest);
        }
        return sizes;
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(Split::prepare);
    }

    private static Kernel prepare(Preparation call) {
        return Planned.of(call, elements -> plan(call, elements.apply(1)), 1);
    }

    private static Kernel plan(Preparation call, @Nullable Tensor split) {
        long[] sizes = call.input(0).shape().sizes();
        int axis = call.input(0).shape().axis(call.attributes().integer("axis"));
        long part = Math.ceilDiv(sizes[axis], (long) call.outputCount());
        long[] from = Strides.of(sizes);
        List<@Nullable StridedCopy> copies = new ArrayList<>();
        long start = 0;
        for (int i = 0; i < call.outputCount(); i++) {
            long[] box = sizes.clone();
            box[axis] = split != null ? split.getLong(i) : Math.clamp(sizes[axis] - start, 0, part);
            boolean wanted = call.hasOutput(i);
            copies.add(
                    wanted
                            ? new StridedCopy(call.input(0).dtype(), box, from, start * from[axis], Strides.of(box), 0)
                            : null);
            start += box[axis];
        }
        return io -> {
            for (int i = 0; i < copies.size(); i++) {
                StridedCopy copy = copies.get(i);
                if (copy != null) {
                    copy.run(io.input(0), io.output(i), call.parallel());
                }
            }
        };
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear(
                (f, at, k, cotangents) -> f.concat((int) at.attributes().integer("axis"), cotangents));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 4);
            int axis = draw.integer(0, shape.length - 1);
            long[] parts = new long[draw.integer(1, 3)];
            Arrays.setAll(parts, i -> draw.extent());
            boolean given = draw.chance(0.6);
            shape[axis] = given ? Arrays.stream(parts).sum() : parts.length * parts[0];
            Attributes attributes = Attributes.of("axis", draw.chance(0.5) ? axis : axis - shape.length);
            Tensor data = draw.tensor(shape, -2, 2);
            Domain.Sample sample = given
                    ? Domain.Sample.of(attributes, data, Tensor.vector(parts))
                    : Domain.Sample.of(attributes.with("num_outputs", parts.length), data);
            return sample.withOutputs(parts.length);
        });
    }
}
