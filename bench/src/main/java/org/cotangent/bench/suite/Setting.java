package org.cotangent.bench.suite;

import java.nio.file.Path;
import org.cotangent.engine.Cotangent;
import org.jspecify.annotations.Nullable;

/**
 * What workloads are run with.
 *
 * @param threads of both sides
 * @param models the folder of model files that are not on the class path, or null
 * @param scratch a folder for the files that both sides read
 */
record Setting(Cotangent cotangent, int threads, @Nullable Path models, Path scratch) {}
