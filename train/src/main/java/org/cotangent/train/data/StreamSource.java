package org.cotangent.train.data;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.cotangent.train.Batch;

/**
 * Batches of samples that come one after the other (an iterable-style dataset), from a file that is too large to be
 * held or from a generator. They are taken in the order in which they come, in the thread that takes the batches. To
 * begin within an epoch, what lies before is read and thrown away.
 *
 * @param epochs gives the samples of an epoch, counted from 0: the same ones in the same order for the same epoch. The
 *     stream is closed with the batches
 * @param batchSize the last batch may be smaller
 * @param collation how samples are put together
 */
public record StreamSource(IntFunction<Stream<Sample>> epochs, int batchSize, Collation collation)
        implements BatchSource {
    public StreamSource {
        if (batchSize < 1) {
            throw new DataException("a batch cannot have " + batchSize + " samples");
        }
    }

    /** {@return stacked batches of samples} */
    public static StreamSource of(int batchSize, IntFunction<Stream<Sample>> epochs) {
        return new StreamSource(epochs, batchSize, Collation.stacking());
    }

    /** {@return this source with samples put together in this way} */
    public StreamSource withCollation(Collation other) {
        return new StreamSource(epochs, batchSize, other);
    }

    @Override
    public String identity() {
        return "a stream in batches of " + batchSize;
    }

    @Override
    public Batches epoch(int epoch, int first) {
        Stream<Sample> stream = epochs.apply(epoch);
        Iterator<Sample> samples = stream.skip((long) first * batchSize).iterator();
        return new Batches() {
            private long taken = (long) first * batchSize;

            @Override
            public Iterator<Batch> iterator() {
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        return samples.hasNext();
                    }

                    @Override
                    public Batch next() {
                        return batch();
                    }
                };
            }

            private Batch batch() {
                List<Sample> batch = new ArrayList<>();
                try {
                    do {
                        batch.add(samples.next());
                        taken++;
                    } while (batch.size() < batchSize && samples.hasNext());
                    return collation.collate(batch);
                } catch (DataException e) {
                    throw new DataException("after " + taken + " samples of the stream: " + e.getMessage(), e);
                }
            }

            @Override
            public void close() {
                stream.close();
            }
        };
    }
}
