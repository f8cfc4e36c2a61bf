package org.cotangent.ops.array;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.movement.StridedCopy;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** The inputs one after another along {@code axis}; their other sizes must be equal; ONNX Concat, version 13. */
public final class Concat extends OnnxOperator {
    public Concat() {
        super(
                "Concat",
                13,
                Signature.builder()
                        .variadic("inputs", Types.basic("T"))
                        .output("concat_result", Types.basic("T"))
                        .optionalInteger("axis")
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape result = call.shape(0);
        int axis = result.axis(call.attributes().integer("axis"));
        for (int i = 1; i < call.inputCount(); i++) {
            result = joined(result, call.shape(i), axis, i);
        }
        if (result.rank() == 1) {
            known(call);
        }
        return List.of(call.input(0).with(result));
    }

    private static Shape joined(Shape left, Shape right, int axis, int input) {
        if (left.rank() != right.rank()) {
            throw new ShapeException(
                    "input " + input + " of shape " + right + " has not the rank of the others: " + left.rank());
        }
        List<Dim> dims = new ArrayList<>();
        for (int i = 0; i < left.rank(); i++) {
            Dim a = left.dim(i);
            Dim b = right.dim(i);
            if (i != axis && a.isKnown() && b.isKnown() && !a.equals(b)) {
                throw new ShapeException("input " + input + " of shape " + right + " differs from the others, " + left
                        + ", along axis " + i + ", which is not the axis of concatenation " + axis);
            }
            dims.add(i == axis ? a.plus(b) : a.isKnown() ? a : b);
        }
        return Shape.of(dims);
    }

    private static void known(Inference call) {
        List<Dim> elements = new ArrayList<>();
        for (int i = 0; i < call.inputCount(); i++) {
            List<Dim> part = call.integers(i);
            if (part == null) {
                return;
            }
            elements.addAll(part);
        }
        call.known(0, elements);
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(Concat::prepare);
    }

    private static Kernel prepare(Preparation call) {
        Shape shape = call.output(0).shape();
        int axis = shape.axis(call.attributes().integer("axis"));
        long[] to = Strides.of(shape.sizes());
        List<StridedCopy> copies = new ArrayList<>();
        long offset = 0;
        for (int i = 0; i < call.inputCount(); i++) {
            long[] part = call.input(i).shape().sizes();
            copies.add(new StridedCopy(call.output(0).dtype(), part, Strides.of(part), 0, to, offset * to[axis]));
            offset += part[axis];
        }
        return io -> {
            for (int i = 0; i < copies.size(); i++) {
                copies.get(i).run(io.input(i), io.output(0), call.parallel());
            }
        };
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(List.of(Set.of(0)), Concat::part);
    }

    private static Value part(Formulas f, Point at, int k, List<Value> cotangents) {
        int axis = at.shape(0).axis(at.attributes().integer("axis"));
        Value start = f.integers(0);
        for (int i = 0; i < k; i++) {
            start = sum(f, start, f.sizeOf(at.input(i), axis));
        }
        Value end = sum(f, start, f.sizeOf(at.input(k), axis));
        return f.op("Slice", cotangents.getFirst(), start, end, f.integers(axis));
    }

    private static Value sum(Formulas f, Value x, Value y) {
        Tensor a = f.emitter().constantOf(x);
        Tensor b = f.emitter().constantOf(y);
        return a != null && b != null ? f.integers(a.getLong(0) + b.getLong(0)) : f.add(x, y);
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 4);
            int axis = draw.integer(0, shape.length - 1);
            @Nullable Tensor[] parts = new @Nullable Tensor[draw.integer(1, 3)];
            for (int i = 0; i < parts.length; i++) {
                shape[axis] = draw.extent();
                parts[i] = draw.tensor(shape, -2, 2);
            }
            return Domain.Sample.of(Attributes.of("axis", draw.chance(0.5) ? axis : axis - shape.length), parts);
        });
    }
}
