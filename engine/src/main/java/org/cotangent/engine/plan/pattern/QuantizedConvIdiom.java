package org.cotangent.engine.plan.pattern;

import static org.cotangent.engine.plan.pattern.Pattern.oneOf;
import static org.cotangent.engine.plan.pattern.Pattern.operator;
import static org.cotangent.engine.plan.pattern.Pattern.optional;
import static org.cotangent.engine.plan.pattern.Pattern.value;

import java.util.function.UnaryOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** A convolution of numbers that codes stand for, whose result is quantised: QLinearConv. */
final class QuantizedConvIdiom implements Idiom {
    private static final String CONV = "conv";
    private static final String RELU = "relu";
    private static final String RESULT = "result";
    private static final String BIAS = "bias";

    @Override
    public String type() {
        return "QLinearConv";
    }

    @Override
    public Pattern pattern() {
        Pattern conv = operator("Conv", value("x"), value("w"), optional(BIAS)).as(CONV);
        return operator(
                        "QuantizeLinear",
                        oneOf(conv, operator("Relu", conv).as(RELU)),
                        value("y scale"),
                        optional("y zero"))
                .as(RESULT);
    }

    @Override
    public @Nullable Rewriting rewriting(Match match) {
        Codes x = Codes.of(match.facts(), match.value("x"));
        Codes w = Codes.of(match.facts(), match.value("w"));
        Codes y = Codes.given(match.facts(), match.node(RESULT));
        if (x == null || w == null || y == null) {
            return null;
        }
        boolean fits =
                x.isOfOneScale() && y.isOfOneScale() && w.isOfOneScaleOrPer(0) && (!match.has(RELU) || y.beginAtZero());
        double[] numbers = match.has(BIAS) ? Codes.constants(match.facts(), match.value(BIAS)) : new double[0];
        Tensor bias = numbers == null ? null : x.inUnitsWith(w, numbers);
        return fits && bias != null ? (f, now) -> write(match, new Parts(x, w, y, bias), f, now) : null;
    }

    private record Parts(Codes x, Codes w, Codes y, Tensor bias) {}

    private static Value write(Match match, Parts parts, Formulas f, UnaryOperator<Value> now) {
        return f.op(
                "QLinearConv",
                match.node(CONV).attributes(),
                now.apply(parts.x.values()),
                parts.x.scale(f),
                parts.x.zeroPoint(f),
                now.apply(parts.w.values()),
                parts.w.scale(f),
                parts.w.zeroPoint(f),
                parts.y.scale(f),
                parts.y.zeroPoint(f),
                match.has(BIAS) ? f.constant(parts.bias) : null);
    }
}
