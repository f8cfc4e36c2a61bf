package org.cotangent.engine.plan.pattern;

import java.util.function.UnaryOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.jspecify.annotations.Nullable;

/** A subgraph that computes what one operator computes. */
public interface Idiom {
    /** {@return the domain of the operator} */
    default String domain() {
        return "";
    }

    /** {@return the type of the operator} */
    String type();

    /** {@return what the subgraph looks like} */
    Pattern pattern();

    /** {@return what to write instead, or null if shapes, axes or constants are not those of the operator} */
    @Nullable
    Rewriting rewriting(Match match);

    /** Writes the operator. */
    @FunctionalInterface
    interface Rewriting {
        /**
         * {@return what stands for the value that the subgraph explains}
         *
         * @param now gives for each value of the match what stands for it from now on
         */
        Value write(Formulas f, UnaryOperator<Value> now);
    }
}
