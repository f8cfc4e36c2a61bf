package org.cotangent.engine.plan.pattern;

import static org.cotangent.engine.plan.pattern.Pattern.constant;
import static org.cotangent.engine.plan.pattern.Pattern.operator;
import static org.cotangent.engine.plan.pattern.Pattern.value;

import java.util.List;
import java.util.stream.Stream;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** {@code (x factor + summand) outer + shift} of constants of one shape: one product and one sum. */
final class AffineChainIdiom implements Idiom {
    private static final List<String> CONSTANTS = List.of("factor", "summand", "outer", "shift");

    @Override
    public String type() {
        return "Mul";
    }

    @Override
    public Pattern pattern() {
        Pattern inner = operator("Add", operator("Mul", value("x"), constant("factor")), constant("summand"));
        return operator("Add", operator("Mul", inner, constant("outer")), constant("shift"));
    }

    @Override
    public @Nullable Rewriting rewriting(Match match) {
        Stream<Shape> shapes = CONSTANTS.stream().map(name -> match.value(name).shape());
        boolean fits =
                shapes.filter(shape -> !shape.elements().is(1)).distinct().count() <= 1
                        && match.value("x").dtype().isFloating();
        return !fits
                ? null
                : (f, now) -> {
                    Value outer = now.apply(match.value("outer"));
                    Value factor = f.mul(now.apply(match.value("factor")), outer);
                    Value summand = f.mul(now.apply(match.value("summand")), outer);
                    Value product = f.mul(now.apply(match.value("x")), factor);
                    return f.add(product, f.add(summand, now.apply(match.value("shift"))));
                };
    }
}
