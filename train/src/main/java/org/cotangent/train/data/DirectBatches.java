package org.cotangent.train.data;

import java.util.Iterator;
import java.util.stream.IntStream;
import org.cotangent.train.Batch;

/** Batches that are made when they are taken. */
record DirectBatches(BatchMaker maker, int first) implements Batches {
    @Override
    public Iterator<Batch> iterator() {
        return IntStream.range(first, maker.count())
                .mapToObj(number -> maker.make(number, () -> true))
                .iterator();
    }

    @Override
    public void close() {}
}
