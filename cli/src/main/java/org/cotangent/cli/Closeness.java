package org.cotangent.cli;

import java.util.Arrays;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Compares tensors. */
final class Closeness {
    private Closeness() {}

    /**
     * {@return what differs, or null} Types and shapes must be equal; floats satisfy {@code |a - b| <= absolute +
     * relative * |b|}, equal infinities and NaNs agree; everything else must be equal.
     */
    static @Nullable String difference(Tensor actual, Tensor expected, double absolute, double relative) {
        if (actual.dtype() != expected.dtype() || !Arrays.equals(actual.sizes(), expected.sizes())) {
            return "is " + actual.type() + ", expected " + expected.type();
        }
        return switch (expected.dtype().kind()) {
            case TEXT -> Arrays.equals(actual.strings(), expected.strings()) ? null : actual + " is not " + expected;
            case FLOATING -> floats(actual, expected, absolute, relative);
            case SIGNED, UNSIGNED, BOOLEAN, MINIFLOAT, COMPLEX -> bytes(actual, expected);
        };
    }

    private static @Nullable String floats(Tensor actual, Tensor expected, double absolute, double relative) {
        long worst = -1;
        double excess = 0;
        long wrong = 0;
        for (long i = 0; i < expected.elements(); i++) {
            double a = actual.getDouble(i);
            double b = expected.getDouble(i);
            if (a == b || (Double.isNaN(a) && Double.isNaN(b))) {
                continue;
            }
            double over = Math.abs(a - b) - (absolute + relative * Math.abs(b));
            if (!(over <= 0)) {
                wrong++;
                if (worst < 0 || !(over <= excess)) {
                    worst = i;
                    excess = over;
                }
            }
        }
        return wrong == 0
                ? null
                : wrong + " of " + expected.elements() + " elements differ; element " + worst + " is "
                        + actual.getDouble(worst) + ", expected " + expected.getDouble(worst);
    }

    private static @Nullable String bytes(Tensor actual, Tensor expected) {
        long bytes = expected.byteSize();
        long at = actual.segment().asSlice(0, bytes).mismatch(expected.segment().asSlice(0, bytes));
        if (at < 0) {
            return null;
        }
        return "differs from byte " + at + " on: is " + actual + ", expected " + expected;
    }
}
