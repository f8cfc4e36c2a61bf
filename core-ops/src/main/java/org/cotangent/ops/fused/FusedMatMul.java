package org.cotangent.ops.fused;

import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.matrix.MatrixProduct;
import org.cotangent.ops.internal.matrix.MatrixShapes;
import org.cotangent.ops.internal.matrix.ProductTypes;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.ValueType;

/**
 * {@code Y = alpha op(A) op(B)}: {@code op} transposes the last two axes if {@code transA} or {@code transB} says so.
 *
 * <p>Both factors have at least two axes; leading axes broadcast. Stands for Transpose, MatMul and Mul.
 */
public final class FusedMatMul implements Operator {
    @Override
    public OperatorId id() {
        return new OperatorId(OperatorId.COTANGENT, "FusedMatMul", 1);
    }

    @Override
    public Signature signature() {
        TypeVariable t = ProductTypes.variable();
        return Signature.builder()
                .input("A", t)
                .parameter("B", t)
                .output("Y", t)
                .attribute("transA", 0)
                .attribute("transB", 0)
                .attribute("alpha", 1f)
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        if (call.shape(0).rank() < 2 || call.shape(1).rank() < 2) {
            throw new ShapeException("factors must have at least two axes, not shapes " + call.shape(0) + " and "
                    + call.shape(1) + ": use MatMul for vectors");
        }
        Attributes attributes = call.attributes();
        return List.of(call.input(0)
                .with(MatrixShapes.product(
                        call.shape(0), attributes.flag("transA"), call.shape(1), attributes.flag("transB"))));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(
                call -> {
                    Attributes attributes = call.attributes();
                    MatrixProduct.Layout layout = MatrixShapes.layout(
                            call.input(0).shape().sizes(),
                            attributes.flag("transA"),
                            call.input(1).shape().sizes(),
                            attributes.flag("transB"));
                    return MatrixProduct.of(call, layout, attributes.real("alpha"), 0);
                },
                FusedMatMul::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Attributes attributes = call.attributes();
        Value a = attributes.flag("transA") ? f.transposeMatrix(call.input(0)) : call.input(0);
        Value b = attributes.flag("transB") ? f.transposeMatrix(call.input(1)) : call.input(1);
        float alpha = attributes.real("alpha");
        Value product = f.matmul(a, b);
        return List.of(alpha == 1 ? product : f.mul(product, alpha));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(List.of(Set.of(0), Set.of(1)), (f, at, k, u) -> {
            Attributes attributes = at.attributes();
            return MatrixShapes.transpose(
                    f,
                    at.input(0),
                    attributes.flag("transA"),
                    at.input(1),
                    attributes.flag("transB"),
                    attributes.real("alpha"),
                    u.getFirst(),
                    k);
        });
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long m = draw.extent();
            long k = draw.extent();
            long n = draw.extent();
            boolean transA = draw.chance(0.5);
            boolean transB = draw.chance(0.5);
            long batch = draw.extent();
            boolean shared = draw.chance(0.5);
            Attributes attributes = Attributes.of("transA", transA ? 1 : 0)
                    .with("transB", transB ? 1 : 0)
                    .with("alpha", draw.pick(1f, 0.5f, -2f));
            long[] b = transB ? new long[] {n, k} : new long[] {k, n};
            return Domain.Sample.of(
                    attributes,
                    draw.tensor(transA ? new long[] {batch, k, m} : new long[] {batch, m, k}, -2, 2),
                    draw.tensor(shared ? b : new long[] {batch, b[0], b[1]}, -2, 2));
        });
    }
}
