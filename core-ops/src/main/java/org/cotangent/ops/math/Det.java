package org.cotangent.ops.math;

import java.util.List;
import org.cotangent.ops.internal.matrix.SquareMatrices;
import org.cotangent.ops.internal.matrix.SquareMatrixKernel;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;

/**
 * The determinants of the square matrices in the last two axes, [..., n, n] to [...]; 1 for n = 0.
 *
 * <p>The derivative is the matrix of cofactors, which is right for singular matrices too. ONNX Det, version 22.
 */
public final class Det extends OnnxOperator {
    public Det() {
        super("Det", 22, Signatures.unary().build());
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Shape x = SquareMatrices.check(call.shape(0));
        return List.of(call.input(0).with(x.slice(0, x.rank() - 2)));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> new SquareMatrixKernel(call, false));
    }

    @Override
    public Derivative derivative() {
        return Derivative.ofJvp(Det::jvp);
    }

    private static List<Tangent> jvp(Formulas f, Point at, List<Tangent> tangents) {
        if (!(tangents.getFirst() instanceof Tangent.Of(Value tangent))) {
            return List.of(Tangent.zero());
        }
        Value cofactors = f.own("Cofactors", Attributes.none(), at.input(0));
        int rank = at.shape(0).rank();
        return List.of(Tangent.of(f.reduceSum(f.mul(cofactors, tangent), false, rank - 2L, rank - 1L)));
    }

    @Override
    public Domain domain() {
        return SquareMatrices.domain();
    }
}
