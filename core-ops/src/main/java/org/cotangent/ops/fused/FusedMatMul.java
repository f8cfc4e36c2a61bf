package org.cotangent.ops.fused;

import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.matrix.MatrixProduct;
import org.cotangent.ops.internal.matrix.ProductTypes;
import org.cotangent.ops.internal.matrix.Transposition;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.ValueType;

/**
 * {@code Y = alpha op(A) op(B)}: {@code op} transposes the last two axes if {@code transA} or {@code transB} says so.
 *
 * <p>Both factors have at least two axes; leading axes broadcast. Stands for Transpose, MatMul and Mul.
 */
public final class FusedMatMul extends OnnxOperator {
    public FusedMatMul() {
        super(new OperatorId(OperatorId.COTANGENT, "FusedMatMul", 1), signatureOf());
    }

    private static Signature signatureOf() {
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
        return List.of(call.input(0).with(Transposition.of(call.attributes()).product(call.shape(0), call.shape(1))));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(FusedMatMul::prepare, FusedMatMul::expand);
    }

    private static Kernel prepare(Preparation call) {
        Attributes attributes = call.attributes();
        return MatrixProduct.of(call, Transposition.of(attributes).layout(call), attributes.real("alpha"), 0);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Attributes attributes = call.attributes();
        Transposition transposition = Transposition.of(attributes);
        Value a = transposition.a() ? f.transposeMatrix(call.input(0)) : call.input(0);
        Value b = transposition.b() ? f.transposeMatrix(call.input(1)) : call.input(1);
        float alpha = attributes.real("alpha");
        Value product = f.matmul(a, b);
        return List.of(alpha == 1 ? product : f.mul(product, alpha));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(
                List.of(Set.of(0), Set.of(1)),
                (f, at, k, u) -> Transposition.of(at.attributes())
                        .transpose(f, at, at.attributes().real("alpha"), u.getFirst(), k));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long m = draw.extent();
            long k = draw.extent();
            long n = draw.extent();
            Transposition transposition = Transposition.draw(draw);
            long batch = draw.extent();
            boolean shared = draw.chance(0.5);
            Attributes attributes = transposition.attributes().with("alpha", draw.pick(1f, 0.5f, -2f));
            long[] a = transposition.left(m, k);
            long[] b = transposition.right(k, n);
            return Domain.Sample.of(
                    attributes,
                    draw.tensor(new long[] {batch, a[0], a[1]}, -2, 2),
                    draw.tensor(shared ? b : new long[] {batch, b[0], b[1]}, -2, 2));
        });
    }
}
