package org.cotangent.ops.nn;

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
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * {@code Y = alpha op(A) op(B) + beta C} for matrices; {@code op} transposes if {@code transA} or {@code transB} says
 * so.
 *
 * <p>C broadcasts to the shape of Y, [m, n]. With {@code beta} 0 the elements of C do not matter, NaN included. Integer
 * products wrap around and are multiplied by {@code alpha} as float64. ONNX Gemm, version 13.
 */
public final class Gemm extends OnnxOperator {
    public Gemm() {
        super("Gemm", 13, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = ProductTypes.variable();
        return Signature.builder()
                .input("A", t)
                .parameter("B", t)
                .optionalParameter("C", t)
                .output("Y", t)
                .attribute("alpha", 1f)
                .attribute("beta", 1f)
                .attribute("transA", 0)
                .attribute("transB", 0)
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape a = call.shape(0);
        Shape b = call.shape(1);
        if (a.rank() != 2 || b.rank() != 2) {
            throw new ShapeException(
                    "A and B must be matrices, not of shapes " + a + " and " + b + ": use MatMul for others");
        }
        Shape y = Transposition.of(call.attributes()).product(a, b);
        if (call.has(2)) {
            Shape c = call.shape(2);
            Shape sum = y.broadcast(c);
            if (y.isStatic() && c.isStatic() && !sum.equals(y)) {
                throw new ShapeException("C of shape " + c + " does not broadcast to the product's shape " + y);
            }
        }
        return List.of(call.input(0).with(y));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(Gemm::prepare);
    }

    private static Kernel prepare(Preparation call) {
        Attributes attributes = call.attributes();
        TensorType c = call.hasInput(2) ? call.input(2) : null;
        long[] sizes = c == null ? new long[0] : c.shape().sizes();
        long columns = sizes.length < 1 ? 1 : sizes[sizes.length - 1];
        long rows = sizes.length < 2 ? 1 : sizes[sizes.length - 2];
        return MatrixProduct.of(
                call,
                Transposition.of(attributes).layout(call).withSummand(rows == 1 ? 0 : columns, columns == 1 ? 0 : 1),
                attributes.real("alpha"),
                attributes.real("beta"));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(List.of(Set.of(0, 2), Set.of(1, 2)), Gemm::transpose);
    }

    private static Value transpose(Formulas f, Point at, int k, List<Value> cotangents) {
        Attributes attributes = at.attributes();
        Value u = cotangents.getFirst();
        if (k == 2) {
            float beta = attributes.real("beta");
            return beta == 1 ? u : f.mul(u, beta);
        }
        return Transposition.of(attributes).transpose(f, at, attributes.real("alpha"), u, k);
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long m = draw.extent();
            long k = draw.extent();
            long n = draw.extent();
            Transposition transposition = Transposition.draw(draw);
            Attributes attributes = transposition
                    .attributes()
                    .with("alpha", draw.pick(1f, 0.5f))
                    .with("beta", draw.pick(1f, -0.25f));
            return Domain.Sample.of(
                    attributes,
                    draw.tensor(transposition.left(m, k), -2, 2),
                    draw.tensor(transposition.right(k, n), -2, 2),
                    draw.chance(0.2) ? null : draw.tensor(draw.broadcastableTo(new long[] {m, n}), -2, 2));
        });
    }
}
