package org.cotangent.ops.array;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.ops.internal.movement.StridedCopy;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.ops.internal.support.Types;
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
import org.cotangent.spi.tensor.AxisOrder;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.ValueType;

/**
 * Axes permuted: axis {@code i} of the output is axis {@code perm[i]} of the input; without {@code perm} the order is
 * reversed; ONNX Transpose, version 25.
 */
public final class Transpose extends OnnxOperator {
    public Transpose() {
        super(
                "Transpose",
                25,
                Signature.builder()
                        .input("data", Types.any("T"))
                        .output("transposed", Types.any("T"))
                        .optionalIntegers("perm")
                        .build());
    }

    private static AxisOrder order(Attributes attributes, int rank) {
        return AxisOrder.ofTranspose(attributes.integersOrNull("perm"), rank);
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape data = call.shape(0);
        return List.of(call.input(0).with(order(call.attributes(), data.rank()).apply(data)));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(Transpose::prepare);
    }

    private static Kernel prepare(Preparation call) {
        long[] from = Strides.of(call.input(0).shape().sizes());
        long[] to = call.output(0).shape().sizes();
        long[] permuted = order(call.attributes(), from.length).apply(from);
        StridedCopy copy = new StridedCopy(call.input(0).dtype(), to, permuted, 0, Strides.of(to), 0);
        return io -> copy.run(io.input(0), io.output(0), call.parallel());
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear(Transpose::back);
    }

    private static Value back(Formulas f, Point at, int k, List<Value> cotangents) {
        int rank = at.shape(0).rank();
        return f.transpose(
                cotangents.getFirst(), order(at.attributes(), rank).inverse().toArray(rank));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 4);
            long[] perm =
                    IntStream.of(draw.permutation(shape.length)).asLongStream().toArray();
            return Domain.Sample.of(
                    draw.chance(0.2) ? Attributes.none() : Attributes.of("perm", perm), draw.tensor(shape, -2, 2));
        });
    }
}
