package org.cotangent.engine.plan.pattern;

import java.util.List;

/** The idioms that the engine knows. */
public final class Idioms {
    private Idioms() {}

    /**
     * {@return operators that other operators are written for: what they compute and their derivatives are the same}
     */
    public static List<Idiom> operators() {
        return List.of(
                new LayerNormalizationIdiom(),
                new RmsNormalizationIdiom(),
                SoftmaxIdiom.plain(),
                SoftmaxIdiom.logarithmic());
    }

    /** {@return operators on codes of bytes in the place of operators on the numbers that the codes stand for} */
    public static List<Idiom> integers() {
        return List.of(new QuantizedConvIdiom(), new QuantizedMatMulIdiom());
    }

    /** {@return what constants allow in graphs that are not differentiated any more} */
    public static List<Idiom> constants() {
        return List.of(new ScaledConvIdiom(), new BatchNormalizationIdiom(), new AffineChainIdiom());
    }
}
