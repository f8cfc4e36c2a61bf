package org.cotangent.ops.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.matrix.MatrixProduct;
import org.cotangent.ops.internal.matrix.ProductTypes;
import org.cotangent.ops.internal.matrix.Transposition;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.ValueType;

/**
 * {@code Y = A B}, the product of the matrices in the last two axes.
 *
 * <p>Leading axes broadcast. A vector on the left is a row, a vector on the right a column, and the axis it lacks is
 * missing in the result too. Floating types and integers of 32 and 64 bits; integers wrap around. ONNX MatMul, version
 * 13.
 */
public final class MatMul extends OnnxOperator {
    public MatMul() {
        super("MatMul", 13, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = ProductTypes.variable();
        return Signature.builder()
                .input("A", t)
                .parameter("B", t)
                .output("Y", t)
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(call.input(0).with(Transposition.NONE.product(call.shape(0), call.shape(1))));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> MatrixProduct.of(call, Transposition.NONE.layout(call), 1, 0));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(
                List.of(Set.of(0), Set.of(1)),
                (f, at, k, u) -> Transposition.NONE.transpose(f, at, 1, u.getFirst(), k));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long m = draw.extent();
            long k = draw.extent();
            long n = draw.extent();
            long[] batch = draw.shape(0, 2);
            long[] a = draw.chance(0.2) ? new long[] {k} : append(draw.broadcastableTo(batch), m, k);
            long[] b = draw.chance(0.2) ? new long[] {k} : append(draw.broadcastableTo(batch), k, n);
            return Domain.Sample.of(draw.tensor(a, -2, 2), draw.tensor(b, -2, 2));
        });
    }

    private static long[] append(long[] batch, long rows, long columns) {
        long[] sizes = Arrays.copyOf(batch, batch.length + 2);
        sizes[batch.length] = rows;
        sizes[batch.length + 1] = columns;
        return sizes;
    }
}
