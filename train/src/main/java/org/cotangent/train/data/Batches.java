package org.cotangent.train.data;

import java.util.Iterator;
import org.cotangent.train.Batch;

/**
 * The batches of one epoch, to be gone through once, by one thread, and closed.
 *
 * <pre>{@code
 * try (Batches batches = loader.epoch(0)) {
 *     for (Batch batch : batches) { ... }
 * }
 * }</pre>
 */
public interface Batches extends Iterable<Batch>, AutoCloseable {
    /** {@return the one iterator} What it throws names the sample that could not be had. */
    @Override
    Iterator<Batch> iterator();

    /** Ends the work on batches that nobody will take, and the threads that do it. */
    @Override
    void close();
}
