package org.cotangent.ops.array;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.movement.Cells;
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
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * A new axis of size {@code depth} along which {@code values[1]} stands at the index and {@code values[0]} elsewhere;
 * ONNX OneHot, version 11.
 *
 * <p>Negative indices count from the back; those outside [-depth, depth) give {@code values[0]} everywhere. Linear in
 * {@code values}.
 */
public final class OneHot extends OnnxOperator {
    public OneHot() {
        super(
                "OneHot",
                11,
                Signature.builder()
                        .fixed("indices", TypeVariable.of("T1", numbers()))
                        .fixed("depth", TypeVariable.of("T2", numbers()))
                        .input("values", Types.classic("T3"))
                        .output("output", Types.classic("T3"))
                        .attribute("axis", -1)
                        .build());
    }

    private static Set<DType> numbers() {
        Set<DType> types = EnumSet.copyOf(DType.numeric());
        types.remove(DType.BFLOAT16);
        return types;
    }

    private static int axis(Attributes attributes, int rank) {
        return Shape.of(new long[rank + 1]).axis(attributes.integer("axis"));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape indices = call.shape(0);
        Shape values = call.shape(2);
        if (values.rank() != 1 || (values.isStatic() && values.size(0) != 2)) {
            throw new ShapeException("values must hold two elements, the off and the on value, not " + values);
        }
        Tensor constant = call.constant(1);
        List<Dim> integers = call.integers(1);
        Dim depth = integers != null
                ? integers.getFirst()
                : constant != null ? Dim.of((long) constant.getDouble(0)) : call.fresh("depth");
        int axis = axis(call.attributes(), indices.rank());
        return List.of(new TensorType(call.dtype(2), indices.insert(axis, depth)));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(OneHot::prepare);
    }

    private static Kernel prepare(Preparation call) {
        long[] sizes = call.input(0).shape().sizes();
        int axis = axis(call.attributes(), sizes.length);
        long depth = call.output(0).shape().size(axis);
        long inner = Strides.product(sizes, axis, sizes.length);
        Cells cells = Cells.of(call.output(0).dtype());
        return io -> {
            Tensor indices = io.input(0);
            cells.copy(io.input(2), 0, 0, io.output(0), 0, 1, io.output(0).elements());
            for (long i = 0; i < indices.elements(); i++) {
                long index = indices.getLong(i);
                index = index < 0 ? index + depth : index;
                if (index >= 0 && index < depth) {
                    cells.copy(io.input(2), 1, io.output(0), (i / inner * depth + index) * inner + i % inner, 1);
                }
            }
        };
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(List.of(Set.of(2)), OneHot::back);
    }

    /** The sums of the cotangent over the places of the off and of the on value. */
    private static Value back(Formulas f, Point at, int k, List<Value> cotangents) {
        Value cotangent = cotangents.getFirst();
        Value unit = f.constant(Tensor.of(at.dtype(2), new double[] {0, 1}, 2));
        Value on = f.op("OneHot", at.attributes(), at.input(0), at.input(1), unit);
        Value onSum = f.reduceSum(f.mul(cotangent, on), false);
        Value offSum = f.reduceSum(f.mul(cotangent, f.sub(1, on)), false);
        return f.concat(0, List.of(f.unsqueeze(offSum, 0), f.unsqueeze(onSum, 0)));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 3);
            int depth = draw.extent();
            return Domain.Sample.of(
                    Attributes.of("axis", draw.integer(-shape.length - 1, shape.length)),
                    draw.indices(shape, 0, depth + 1L),
                    Tensor.scalar((long) depth),
                    draw.tensor(new long[] {2}, -2, 2));
        });
    }
}
