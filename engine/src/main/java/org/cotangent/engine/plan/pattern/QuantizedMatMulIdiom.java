package org.cotangent.engine.plan.pattern;

import static org.cotangent.engine.plan.pattern.Pattern.oneOf;
import static org.cotangent.engine.plan.pattern.Pattern.operator;
import static org.cotangent.engine.plan.pattern.Pattern.optional;
import static org.cotangent.engine.plan.pattern.Pattern.value;

import java.util.function.UnaryOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A product of matrices of numbers that codes stand for, whose result is quantised: QLinearMatMul, or, if a bias is
 * added, QLinearConv of images of one pixel.
 */
final class QuantizedMatMulIdiom implements Idiom {
    private static final String PRODUCT = "product";
    private static final String RELU = "relu";
    private static final String RESULT = "result";
    private static final String BIAS = "bias";

    @Override
    public String type() {
        return "QLinearMatMul";
    }

    @Override
    public Pattern pattern() {
        Pattern matMul = operator("MatMul", value("a"), value("b")).as(PRODUCT);
        Pattern gemm = operator("Gemm", QuantizedMatMulIdiom::isPlain, value("a"), value("b"), optional(BIAS))
                .as(PRODUCT);
        Pattern sum = oneOf(gemm, operator("Add", matMul, value(BIAS)), matMul);
        return operator(
                        "QuantizeLinear",
                        oneOf(sum, operator("Relu", sum).as(RELU)),
                        value("y scale"),
                        optional("y zero"))
                .as(RESULT);
    }

    private static boolean isPlain(Attributes gemm) {
        return !gemm.flag("transA") && gemm.real("alpha", 1) == 1 && gemm.real("beta", 1) == 1;
    }

    /** @param columns the axis of b that is one of the result */
    private record Parts(Codes a, Codes b, Codes y, int columns) {}

    @Override
    public @Nullable Rewriting rewriting(Match match) {
        Codes a = Codes.of(match.facts(), match.value("a"));
        Codes b = Codes.of(match.facts(), match.value("b"));
        Codes y = Codes.given(match.facts(), match.node(RESULT));
        if (a == null || b == null || y == null || b.values().shape().rank() < 2) {
            return null;
        }
        boolean transposed = match.node(PRODUCT).attributes().integer("transB", 0) != 0;
        Shape shape = b.values().shape();
        int columns = transposed ? 0 : shape.rank() - 1;
        boolean fits = a.isOfOneScale()
                && y.isOfOneScale()
                && b.isOfOneScaleOrPer(columns)
                && a.values().shape().rank() > 1
                && (!match.has(RELU) || y.beginAtZero());
        if (!fits) {
            return null;
        }
        Parts parts = new Parts(a, b, y, columns);
        if (!match.has(BIAS)) {
            return transposed ? null : (f, now) -> product(parts, f, now);
        }
        double[] numbers = Codes.constants(match.facts(), match.value(BIAS));
        boolean perColumn = numbers != null
                && shape.rank() == 2
                && shape.dim(columns).is(numbers.length)
                && match.facts().constant(b.values()) != null
                && match.value(BIAS)
                        .shape()
                        .dim(match.value(BIAS).shape().rank() - 1)
                        .is(numbers.length);
        Tensor bias = perColumn && numbers != null ? a.inUnitsWith(b, numbers) : null;
        return bias == null
                ? null
                : (f, now) -> convolution(parts, bias, match.value(RESULT).shape(), f, now);
    }

    private static Value product(Parts parts, Formulas f, UnaryOperator<Value> now) {
        return f.op(
                "QLinearMatMul",
                now.apply(parts.a.values()),
                parts.a.scale(f),
                parts.a.zeroPoint(f),
                now.apply(parts.b.values()),
                parts.b.scale(f),
                parts.b.zeroPoint(f),
                parts.y.scale(f),
                parts.y.zeroPoint(f));
    }

    private static Value convolution(Parts parts, Tensor bias, Shape result, Formulas f, UnaryOperator<Value> now) {
        Shape shape = parts.b.values().shape();
        long terms = shape.size(1 - parts.columns);
        Value weights = now.apply(parts.b.values());
        Value kernels = parts.columns == 0 ? weights : f.transpose(weights, 1, 0);
        Value y = f.op(
                "QLinearConv",
                Attributes.none(),
                f.reshape(now.apply(parts.a.values()), -1, terms, 1, 1),
                parts.a.scale(f),
                parts.a.zeroPoint(f),
                f.reshape(kernels, shape.size(parts.columns), terms, 1, 1),
                parts.b.scale(f),
                parts.b.zeroPoint(f),
                parts.y.scale(f),
                parts.y.zeroPoint(f),
                f.constant(bias));
        return f.reshape(y, result);
    }
}
