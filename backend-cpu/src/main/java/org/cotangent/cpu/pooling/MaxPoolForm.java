package org.cotangent.cpu.pooling;

import org.jspecify.annotations.Nullable;

/** What is done with the largest elements of windows. */
enum MaxPoolForm {
    /** They are the result. */
    MAXIMUM,
    /** Elements of a second input of the same sizes are taken from their places. */
    GATHER,
    /** Elements of a second input, one for each window, are added up at their places. */
    SCATTER;

    /** {@return the form of the operator; null if it is another one} */
    static @Nullable MaxPoolForm of(String operator) {
        return switch (operator) {
            case "MaxPool" -> MAXIMUM;
            case "org.cotangent::MaxPoolGather" -> GATHER;
            case "org.cotangent::MaxPoolScatter" -> SCATTER;
            default -> null;
        };
    }
}
