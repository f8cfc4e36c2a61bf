package org.cotangent.ops.internal.random;

import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Makes random numbers of some kind from such as are uniform in [0, 1). */
@FunctionalInterface
public interface Distribution {
    /**
     * Replaces the first {@code n} numbers, which belong to the elements from {@code begin} on. Begin is even, and
     * there is a number behind the last if n is odd.
     */
    void transform(Bindings io, long begin, double[] numbers, int n);

    /** Makes the distribution that attributes describe, for elements of this type. */
    @FunctionalInterface
    interface Family {
        Distribution of(Attributes attributes, DType dtype);
    }

    /**
     * {@return normal of mean {@code mean} and standard deviation {@code scale}, by the method of Box and Muller}
     *
     * <p>Functions whose last bit is prescribed make the numbers the same on every machine.
     */
    static Distribution normal(Attributes attributes, DType dtype) {
        double mean = attributes.real("mean");
        double scale = attributes.real("scale");
        return (io, begin, numbers, n) -> {
            for (int i = 0; i < n; i += 2) {
                double radius = scale * Math.sqrt(-2 * StrictMath.log(1 - numbers[i]));
                double angle = 2 * Math.PI * numbers[i + 1];
                numbers[i] = mean + radius * StrictMath.cos(angle);
                numbers[i + 1] = mean + radius * StrictMath.sin(angle);
            }
        };
    }

    /** {@return uniform in [{@code low}, {@code high}); {@code high} is not reached by rounding either} */
    static Distribution uniform(Attributes attributes, DType dtype) {
        double low = attributes.real("low");
        double high = attributes.real("high");
        double last = high > low ? Math.max(low, below(high, dtype)) : high;
        return (io, begin, numbers, n) -> {
            for (int i = 0; i < n; i++) {
                double value = low + numbers[i] * (high - low);
                numbers[i] = high > low ? Math.min(value, last) : value;
            }
        };
    }

    /** {@return a number of the type next below this one} */
    private static double below(double high, DType dtype) {
        int precision = switch (dtype) {
            case FLOAT16 -> 11;
            case BFLOAT16 -> 8;
            case FLOAT -> 24;
            default -> 53;
        };
        double spacing = Math.scalb(Math.ulp(high), 53 - precision);
        return Tensor.full(dtype, high - 0.51 * spacing).getDouble(0);
    }

    /** {@return 1 with the probability that input 0 holds for the element, else 0} */
    static Distribution bernoulli() {
        return (io, begin, numbers, n) -> {
            Tensor probability = io.input(0);
            for (int i = 0; i < n; i++) {
                numbers[i] = numbers[i] < probability.getDouble(begin + i) ? 1 : 0;
            }
        };
    }
}
