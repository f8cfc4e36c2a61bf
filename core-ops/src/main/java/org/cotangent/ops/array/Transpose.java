package org.cotangent.ops.array;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.ops.internal.movement.StridedCopy;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.AttributeException;
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

    private static int[] order(Attributes attributes, int rank) {
        long[] perm = attributes.integersOrNull("perm");
        if (perm == null) {
            return IntStream.range(0, rank).map(i -> rank - 1 - i).toArray();
        }
        boolean[] seen = new boolean[rank];
        int[] order = new int[rank];
        boolean fits = perm.length == rank;
        for (int i = 0; fits && i < rank; i++) {
            fits = perm[i] >= 0 && perm[i] < rank && !seen[(int) perm[i]];
            if (fits) {
                order[i] = (int) perm[i];
                seen[order[i]] = true;
            }
        }
        if (!fits) {
            throw new AttributeException(
                    "perm " + Arrays.toString(perm) + " must name each of the " + rank + " axes of the input once");
        }
        return order;
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape data = call.shape(0);
        int[] order = order(call.attributes(), data.rank());
        return List.of(call.input(0)
                .with(Shape.of(IntStream.of(order).mapToObj(data::dim).toList())));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(Transpose::prepare);
    }

    private static Kernel prepare(Preparation call) {
        long[] from = Strides.of(call.input(0).shape().sizes());
        long[] to = call.output(0).shape().sizes();
        int[] order = order(call.attributes(), from.length);
        long[] permuted = IntStream.of(order).mapToLong(axis -> from[axis]).toArray();
        StridedCopy copy = new StridedCopy(call.input(0).dtype(), to, permuted, 0, Strides.of(to), 0);
        return io -> copy.run(io.input(0), io.output(0), call.parallel());
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear(Transpose::back);
    }

    private static Value back(Formulas f, Point at, int k, List<Value> cotangents) {
        int[] order = order(at.attributes(), at.shape(0).rank());
        int[] inverse = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            inverse[order[i]] = i;
        }
        return f.transpose(cotangents.getFirst(), inverse);
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
