package org.cotangent.bench.suite;

import java.util.Locale;

/** What workloads are summed up by. */
enum Kind {
    INFERENCE,
    TRAINING,
    EAGER;

    String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
