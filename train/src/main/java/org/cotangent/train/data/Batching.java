package org.cotangent.train.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Which samples make which batch of an epoch. Depends on nothing else. */
record Batching(
        int batchSize,
        boolean shuffled,
        long seed,
        boolean dropsLast,
        @Nullable Buckets buckets) {
    Batching {
        if (batchSize < 1) {
            throw new DataException("a batch cannot have " + batchSize + " samples");
        }
    }

    int count(int samples) {
        return dropsLast ? samples / batchSize : Math.ceilDiv(samples, batchSize);
    }

    /** {@return the indices of the samples of each batch} */
    List<int[]> batches(int samples, int epoch) {
        int[] order = IntStream.range(0, samples).toArray();
        var random = SampleRandom.ofOrder(seed, epoch);
        if (shuffled) {
            SampleRandom.shuffle(order, random);
        }
        if (buckets != null) {
            sortWithin(order, buckets);
        }
        List<int[]> batches = new ArrayList<>(count(samples));
        for (int from = 0; from < samples; from += batchSize) {
            int to = Math.min(samples, from + batchSize);
            if (to - from == batchSize || !dropsLast) {
                batches.add(Arrays.copyOfRange(order, from, to));
            }
        }
        if (shuffled && buckets != null) {
            int[] places = IntStream.range(0, batches.size()).toArray();
            SampleRandom.shuffle(places, random);
            return Arrays.stream(places).mapToObj(batches::get).toList();
        }
        return Collections.unmodifiableList(batches);
    }

    /** Sorts so many batches' worth at a time; samples of one length keep their order. */
    private void sortWithin(int[] order, Buckets by) {
        long chunk = (long) batchSize * by.batches();
        for (long from = 0; from < order.length; from += chunk) {
            int start = (int) from;
            int end = (int) Math.min(order.length, from + chunk);
            Integer[] part = Arrays.stream(order, start, end).boxed().toArray(Integer[]::new);
            Arrays.sort(part, Comparator.comparingInt(index -> by.length().applyAsInt(index)));
            for (int i = start; i < end; i++) {
                order[i] = part[i - start];
            }
        }
    }

    @Override
    public String toString() {
        return "batches of " + batchSize
                + (shuffled ? ", shuffled" : ", in order")
                + ", seed " + seed
                + (dropsLast ? ", the incomplete one dropped" : "")
                + (buckets == null ? "" : ", sorted by length within " + buckets.batches() + " batches");
    }
}
