package org.cotangent.testkit.backend;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** How results of whole graphs differ. */
final class Difference {
    /** Errors of float32 that may have added up, by the largest element. */
    private static final double FLOAT = 1e-5;

    private Difference() {}

    /** {@return where 32-bit results are not what float64 gives, or null} */
    static @Nullable String fromExact(Map<String, Tensor> found, Map<String, Tensor> exact) {
        for (String name : exact.keySet()) {
            double[] want = of(exact, name).toDoubles();
            double[] have = of(found, name).toDoubles();
            double tolerance =
                    FLOAT * (1 + Arrays.stream(want).map(Math::abs).max().orElse(0));
            for (int i = 0; i < Math.max(want.length, have.length); i++) {
                if (want.length != have.length || !(Math.abs(want[i] - have[i]) <= tolerance)) {
                    return String.format(
                            Locale.ROOT,
                            "'%s' is %s, and portable kernels give %s (tolerated %.3g)",
                            name,
                            of(found, name),
                            of(exact, name),
                            tolerance);
                }
            }
        }
        return null;
    }

    /** {@return where bits differ, or null} */
    static @Nullable String ofBits(Map<String, Tensor> first, Map<String, Tensor> second) {
        for (String name : first.keySet()) {
            if (!Arrays.equals(of(first, name).toDoubles(), of(second, name).toDoubles())) {
                return "'" + name + "' is " + of(first, name) + " the one time and " + of(second, name) + " the other";
            }
        }
        return null;
    }

    private static Tensor of(Map<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }
}
