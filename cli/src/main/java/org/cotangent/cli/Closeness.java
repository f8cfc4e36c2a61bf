package org.cotangent.cli;

import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.MapSequence;
import org.cotangent.spi.tensor.MapType;
import org.cotangent.spi.tensor.OptionalDatum;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorMap;
import org.cotangent.spi.tensor.TensorSequence;
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

    /** {@return what differs, or null} Sequences and optional values are compared tensor by tensor. */
    static @Nullable String difference(Datum actual, Datum expected, double absolute, double relative) {
        if (actual instanceof Tensor a && expected instanceof Tensor b) {
            return difference(a, b, absolute, relative);
        }
        if (actual instanceof TensorSequence a && expected instanceof TensorSequence b) {
            return sequences(a, b, absolute, relative);
        }
        if (actual instanceof TensorMap a && expected instanceof TensorMap b) {
            return maps(a, b, absolute, relative);
        }
        if (actual instanceof MapSequence(MapType element, List<TensorMap> a)
                && expected instanceof MapSequence(MapType other, List<TensorMap> b)
                && a.size() == b.size()) {
            for (int i = 0; i < a.size(); i++) {
                String difference = maps(a.get(i), b.get(i), absolute, relative);
                if (difference != null) {
                    return "at position " + i + " " + difference;
                }
            }
            return null;
        }
        if (actual instanceof OptionalDatum a && expected instanceof OptionalDatum b) {
            Datum one = a.content();
            Datum other = b.content();
            if (one == null || other == null) {
                return one == null && other == null ? null : "holds " + one + ", expected " + other;
            }
            return difference(one, other, absolute, relative);
        }
        return "is " + actual.type() + ", expected " + expected.type();
    }

    /** The order of keys has no meaning. */
    private static @Nullable String maps(TensorMap actual, TensorMap expected, double absolute, double relative) {
        if (!actual.type().equals(expected.type()) || actual.size() != expected.size()) {
            return "is " + actual + ", expected " + expected;
        }
        for (int i = 0; i < expected.size(); i++) {
            int place = actual.find(expected.key(i));
            if (place < 0) {
                return "has no key " + expected.key(i);
            }
            String difference = difference(actual.value(place), expected.value(i), absolute, relative);
            if (difference != null) {
                return "at key " + expected.key(i) + " " + difference;
            }
        }
        return null;
    }

    private static @Nullable String sequences(
            TensorSequence actual, TensorSequence expected, double absolute, double relative) {
        if (actual.length() != expected.length() || actual.dtype() != expected.dtype()) {
            return "is a sequence of " + actual.length() + " tensors of " + actual.dtype() + ", expected "
                    + expected.length() + " of " + expected.dtype();
        }
        for (int i = 0; i < actual.length(); i++) {
            String difference = difference(actual.get(i), expected.get(i), absolute, relative);
            if (difference != null) {
                return "at position " + i + " " + difference;
            }
        }
        return null;
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
