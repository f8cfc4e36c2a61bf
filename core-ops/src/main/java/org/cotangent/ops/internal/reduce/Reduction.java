package org.cotangent.ops.internal.reduce;

/**
 * A reduction: {@code finish(combine(map(x_1), map(x_2), ...))}.
 *
 * @param combine its value on nothing is the identity of the type
 */
public record Reduction(Map map, Combine combine, Finish finish) {
    /** What happens to each element first. */
    public enum Map {
        IDENTITY,
        ABS,
        SQUARE
    }

    /** How two partial results become one. */
    public enum Combine {
        SUM,
        PRODUCT,
        MAX,
        MIN
    }

    /** What happens to the combination of all elements. */
    public enum Finish {
        IDENTITY,
        /** Division by the number of elements. */
        MEAN,
        SQRT,
        LOG
    }

    public static Reduction of(Combine combine) {
        return new Reduction(Map.IDENTITY, combine, Finish.IDENTITY);
    }
}
