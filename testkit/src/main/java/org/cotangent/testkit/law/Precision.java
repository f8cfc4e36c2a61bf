package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * How far results in an element type may lie from exact ones.
 *
 * <p>An element may differ by a multiple of the rounding unit times its size, by one unit of the largest element, and
 * by a multiple of what the exact result changes when all float64 inputs are disturbed by rounding errors of the type.
 * So operators that cancel or amplify get the room they need, and the others get little.
 */
final class Precision {
    private static final int DISTURBANCES = 3;
    private static final double UNITS = 16;

    /** What rounding errors are measured by. */
    enum Scale {
        /** The exact element itself. */
        ELEMENT,
        /** The largest element of all results, but at least 1: for results of several operators that may cancel. */
        ALL,
        /** The largest element of all results and inputs: for what nobody looks at closely. */
        INPUTS
    }

    private final DType dtype;
    private final List<Tensor> exact;
    private final List<double[]> room;
    private final double largestInput;

    private Precision(DType dtype, List<Tensor> exact, List<double[]> room, double largestInput) {
        this.dtype = dtype;
        this.exact = exact;
        this.room = room;
        this.largestInput = largestInput;
    }

    /** What may come out in this type, when these results are exact and inputs are not disturbed. */
    Precision(DType dtype, List<Tensor> exact) {
        this(
                dtype,
                exact,
                exact.stream()
                        .map(tensor -> new double[Math.toIntExact(tensor.elements())])
                        .toList(),
                0);
    }

    /** {@return what may come out in this type, when float64 gives {@code exact} for {@code inputs}} */
    static Precision of(
            DType dtype,
            List<@Nullable Tensor> inputs,
            Function<List<@Nullable Tensor>, List<Tensor>> exact,
            RandomGenerator random) {
        List<Tensor> results = exact.apply(inputs);
        List<double[]> room = new ArrayList<>();
        results.forEach(tensor -> room.add(new double[Math.toIntExact(tensor.elements())]));
        for (int n = 0; n < DISTURBANCES; n++) {
            List<Tensor> disturbed = exact.apply(disturbed(inputs, dtype, random));
            for (int k = 0; k < results.size(); k++) {
                boolean comparable = isNumeric(results.get(k))
                        && disturbed.get(k).shape().equals(results.get(k).shape());
                for (int i = 0; comparable && i < room.get(k).length; i++) {
                    double change =
                            change(results.get(k).getDouble(i), disturbed.get(k).getDouble(i));
                    room.get(k)[i] = Math.max(room.get(k)[i], Double.isNaN(change) ? Double.POSITIVE_INFINITY : change);
                }
            }
        }
        double largest = 0;
        for (Tensor input : inputs) {
            largest = input == null ? largest : Math.max(largest, magnitude(input));
        }
        return new Precision(dtype, results, room, largest);
    }

    private static double change(double from, double to) {
        return Double.compare(from, to) == 0 ? 0 : Math.abs(to - from);
    }

    /** {@return the largest relative error of rounding to the type} */
    static double unit(DType dtype) {
        return switch (dtype) {
            case DOUBLE -> 0x1p-53;
            case FLOAT -> 0x1p-24;
            case FLOAT16 -> 0x1p-11;
            case BFLOAT16 -> 0x1p-8;
            default -> 0;
        };
    }

    private static double smallest(DType dtype) {
        return switch (dtype) {
            case DOUBLE -> Double.MIN_NORMAL;
            case FLOAT16 -> 0x1p-14;
            default -> Float.MIN_NORMAL;
        };
    }

    private static boolean isNumeric(Tensor tensor) {
        return tensor.dtype().isFloating() || tensor.dtype().isInteger() || tensor.dtype() == DType.BOOL;
    }

    private static List<@Nullable Tensor> disturbed(
            List<@Nullable Tensor> inputs, DType dtype, RandomGenerator random) {
        List<@Nullable Tensor> disturbed = new ArrayList<>();
        for (Tensor input : inputs) {
            if (input == null || input.dtype() != DType.DOUBLE) {
                disturbed.add(input);
                continue;
            }
            Tensor other = input.copy();
            for (long i = 0; i < other.elements(); i++) {
                double x = other.getDouble(i);
                double error =
                        x == 0 || Double.isInfinite(x) ? 0 : unit(dtype) * Math.max(Math.abs(x), smallest(dtype));
                other.setDouble(i, x + random.nextDouble(-2, 2) * error);
            }
            disturbed.add(other);
        }
        return disturbed;
    }

    /** {@return where the results found are too far from the exact ones, or null} */
    @Nullable
    String problem(List<Tensor> found, Scale scale) {
        double least = scale == Scale.INPUTS ? Math.max(1, largestInput) : 1;
        double all = exact.stream().mapToDouble(Precision::magnitude).reduce(least, Math::max);
        for (int k = 0; k < exact.size(); k++) {
            Tensor expected = exact.get(k);
            Tensor tensor = found.get(k);
            if (!tensor.shape().equals(expected.shape())) {
                return "output " + k + " is " + tensor.type() + " instead of " + expected.type();
            }
            double floor = scale == Scale.ELEMENT ? magnitude(expected) / UNITS : all;
            for (int i = 0; isNumeric(expected) && i < room.get(k).length; i++) {
                double want = expected.getDouble(i);
                double have = tensor.getDouble(i);
                double size = Double.isInfinite(want) ? 0 : Math.abs(want);
                double allowed = UNITS * room.get(k)[i] + rounding(tensor.dtype(), floor + size);
                if (!agree(want, have, allowed)) {
                    return String.format(
                            Locale.ROOT,
                            "output %d, element %d: %s gives %s, float64 gives %s (tolerated %.3g)",
                            k,
                            i,
                            dtype,
                            have,
                            want,
                            allowed);
                }
            }
        }
        return null;
    }

    /** {@return the largest finite absolute value of a floating tensor} */
    private static double magnitude(Tensor tensor) {
        return tensor.dtype().isFloating()
                ? Arrays.stream(tensor.toDoubles())
                        .map(Math::abs)
                        .filter(Double::isFinite)
                        .max()
                        .orElse(0)
                : 0;
    }

    private double rounding(DType output, double size) {
        return output.isFloating() ? UNITS * Math.max(unit(dtype), unit(output)) * (size + smallest(dtype)) : 0;
    }

    /** Numbers that the type cannot hold may overflow. */
    private boolean agree(double want, double have, double allowed) {
        double stored =
                Tensor.full(dtype.isFloating() ? dtype : DType.DOUBLE, want).getDouble(0);
        return Double.compare(want, have) == 0
                || Double.compare(stored, have) == 0
                || allowed == Double.POSITIVE_INFINITY
                || Math.abs(want - have) <= allowed;
    }
}
