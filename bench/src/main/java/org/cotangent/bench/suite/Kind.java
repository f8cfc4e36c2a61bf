package org.cotangent.bench.suite;

import java.util.Locale;
import java.util.Map;

/** What workloads are summed up by, and what their peer wants of the environment of its process to be at its best. */
enum Kind {
    INFERENCE(Map.of()),
    TRAINING(Torch.ENVIRONMENT),
    EAGER(Torch.ENVIRONMENT);

    @SuppressWarnings("ImmutableEnumChecker") // the maps are immutable
    private final Map<String, String> environment;

    Kind(Map<String, String> environment) {
        this.environment = environment;
    }

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return the environment variables of a process that times workloads of this kind} */
    Map<String, String> environment() {
        return environment;
    }

    private static final class Torch {
        /** OpenBLAS leaves the threads to OpenMP, which does not spin between steps. */
        static final Map<String, String> ENVIRONMENT =
                Map.of("OPENBLAS_NUM_THREADS", "1", "OMP_WAIT_POLICY", "PASSIVE");
    }
}
