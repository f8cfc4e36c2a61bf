package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Kinds of numbers that loops tend to forget. */
enum SpecialNumbers {
    /** Both zeros and the smallest numbers of the type. */
    SMALL,
    /** Where exponentials, and sums of squares of half precision, leave the range of the type. */
    LARGE,
    /** Both infinities. */
    INFINITE,
    NOT_A_NUMBER;

    boolean areFinite() {
        return this == SMALL || this == LARGE;
    }

    private double[] of(DType dtype) {
        return switch (this) {
            case SMALL -> new double[] {0.0, -0.0, smallest(dtype), -smallest(dtype), normal(dtype)};
            case LARGE ->
                switch (dtype) {
                    case DOUBLE -> new double[] {30, -30, 720, -760, 1e5, -1e5};
                    case FLOAT16 -> new double[] {9, -9, 20, -20, 300, -300};
                    default -> new double[] {20, -20, 90, -110, 1e4, -1e4};
                };
            case INFINITE -> new double[] {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
            case NOT_A_NUMBER -> new double[] {Double.NaN};
        };
    }

    private static double smallest(DType dtype) {
        return switch (dtype) {
            case DOUBLE -> Double.MIN_VALUE;
            case FLOAT16 -> 0x1p-24;
            case BFLOAT16 -> 0x1p-133;
            default -> Float.MIN_VALUE;
        };
    }

    private static double normal(DType dtype) {
        return switch (dtype) {
            case DOUBLE -> Double.MIN_NORMAL;
            case FLOAT16 -> 0x1p-14;
            default -> Float.MIN_NORMAL;
        };
    }

    /** {@return the inputs with such numbers for about every other element of the floating ones that are not fixed} */
    List<@Nullable Tensor> among(Trial trial, RandomGenerator random) {
        List<@Nullable Tensor> inputs = new ArrayList<>(trial.inputs());
        for (int i : trial.variable()) {
            Tensor input = Trial.present(inputs, i);
            if (input.dtype().isFloating()) {
                Tensor special = input.copy();
                double[] numbers = of(input.dtype());
                for (long k = 0; k < special.elements(); k++) {
                    if (random.nextBoolean()) {
                        special.setDouble(k, numbers[random.nextInt(numbers.length)]);
                    }
                }
                inputs.set(i, special);
            }
        }
        return inputs;
    }
}
