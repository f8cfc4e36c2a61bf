package org.cotangent.engine.plan.pattern;

import static org.cotangent.engine.plan.pattern.Pattern.constant;
import static org.cotangent.engine.plan.pattern.Pattern.number;
import static org.cotangent.engine.plan.pattern.Pattern.oneOf;
import static org.cotangent.engine.plan.pattern.Pattern.operator;

/** The parts of normalisations, in the forms in which they are written. */
final class Moments {
    /** The name of the axes of all reductions. */
    static final String AXES = "axes";
    /** The name of what is added to the mean square. */
    static final String EPSILON = "epsilon";

    private Moments() {}

    /** {@return a reduction that keeps its axes} */
    static Pattern reduced(String type, Pattern x) {
        return operator(type, attributes -> attributes.flag("keepdims"), x, constant(AXES));
    }

    /** {@return {@code x / sqrt(mean(x^2) + epsilon)}} */
    static Pattern normalized(Pattern x) {
        Pattern square = oneOf(operator("Pow", x, number(2)), operator("Mul", x, x));
        Pattern shifted = operator("Add", reduced("ReduceMean", square), constant(EPSILON));
        Pattern deviation = operator("Sqrt", shifted);
        Pattern inverse = oneOf(
                operator("Reciprocal", deviation),
                operator("Div", number(1), deviation),
                operator("Pow", shifted, number(-0.5)));
        return oneOf(operator("Div", x, deviation), operator("Mul", x, inverse));
    }

    /** {@return whether an attribute holds this number, a constant of one element, exactly} */
    static boolean isAttribute(Match match, String name) {
        var tensor = match.constant(name);
        return tensor.elements() == 1 && (float) tensor.getDouble(0) == tensor.getDouble(0);
    }
}
