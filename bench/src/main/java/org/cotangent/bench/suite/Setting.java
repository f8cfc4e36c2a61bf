package org.cotangent.bench.suite;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.cotangent.engine.Cotangent;
import org.jspecify.annotations.Nullable;

/**
 * What workloads are run with.
 *
 * @param loaded loads our library, once
 * @param threads of both sides
 * @param models the folder of model files that are not on the class path, or null
 * @param scratch a folder for the files that both sides read
 */
record Setting(
        Supplier<Cotangent> loaded, int threads, @Nullable Path models, Path scratch) {
    Setting(Cotangent cotangent, int threads, @Nullable Path models, Path scratch) {
        this(() -> cotangent, threads, models, scratch);
    }

    Cotangent cotangent() {
        return loaded.get();
    }
}
