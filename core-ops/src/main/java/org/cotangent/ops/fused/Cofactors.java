package org.cotangent.ops.fused;

import java.util.List;
import org.cotangent.ops.internal.matrix.SquareMatrices;
import org.cotangent.ops.internal.matrix.SquareMatrixKernel;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * The derivative of the determinant by each element of the square matrices in the last two axes: {@code Y[i, j] =
 * (-1)^(i + j)} times the determinant of X without row i and column j.
 *
 * <p>Computed by elimination, in a time that grows with the third power of n. The derivative is that of the
 * determinants of all minors, which takes the fifth power.
 */
public final class Cofactors extends OnnxOperator {
    public Cofactors() {
        super(
                new OperatorId(OperatorId.COTANGENT, "Cofactors", 1),
                Signatures.unary().build());
    }

    @Override
    public List<TensorType> infer(Inference call) {
        return List.of(call.input(0).with(SquareMatrices.check(call.shape(0))));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> new SquareMatrixKernel(call, true), Cofactors::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value x = call.input(0);
        int rank = x.shape().rank();
        Dim size = x.shape().dim(rank - 1);
        if (!size.isKnown()) {
            throw new UnsupportedException(
                    "cofactors of matrices of a size that is only known as " + size + ": specialise the graph first");
        }
        int n = Math.toIntExact(size.size());
        Value others = f.constant(others(n));
        Value minors = f.gather(f.gather(x, others, rank - 1), others, rank - 2);
        Value determinants = f.op("Det", f.moveAxis(minors, rank, rank - 1));
        return List.of(f.mul(determinants, f.constant(signs(x.dtype(), n))));
    }

    /** {@return per index all others, [n, n - 1]} */
    private static Tensor others(int n) {
        Tensor others = Tensor.allocate(DType.INT64, n, Math.max(0, n - 1));
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < n - 1; k++) {
                others.setLong((long) i * (n - 1) + k, k < i ? k : k + 1L);
            }
        }
        return others;
    }

    private static Tensor signs(DType dtype, int n) {
        Tensor signs = Tensor.allocate(dtype, n, n);
        for (int i = 0; i < n * n; i++) {
            signs.setDouble(i, (i / n + i % n) % 2 == 0 ? 1 : -1);
        }
        return signs;
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return SquareMatrices.domain();
    }
}
