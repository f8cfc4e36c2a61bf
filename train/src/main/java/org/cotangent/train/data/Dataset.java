package org.cotangent.train.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cotangent.spi.tensor.Tensor;

/**
 * Samples that are found by their index (a map-style dataset). Several threads may ask for samples at once; the same
 * index and the same random numbers always give the same sample.
 */
public interface Dataset {
    int size();

    /**
     * {@return a sample}
     *
     * @param index in [0, size)
     * @param random for transforms that leave something to chance
     * @throws DataException that names the file, and the line or picture, if the sample cannot be read
     */
    Sample sample(int index, RandomGenerator random);

    /** {@return a sample, as the first epoch of seed 0 has it} */
    default Sample sample(int index) {
        return sample(index, SampleRandom.of(0, 0, index));
    }

    /** {@return these samples, each of them transformed whenever it is asked for} */
    default Dataset map(Transform transform) {
        Dataset source = this;
        return new Dataset() {
            @Override
            public int size() {
                return source.size();
            }

            @Override
            public Sample sample(int index, RandomGenerator random) {
                return transform.apply(source.sample(index, random), random);
            }
        };
    }

    /** {@return the samples of these indices, in this order} */
    default Dataset subset(int... indices) {
        return new Subset(this, indices);
    }

    /** {@return the samples in [from, to)} */
    default Dataset range(int from, int to) {
        return subset(IntStream.range(from, to).toArray());
    }

    /**
     * {@return disjoint random parts of this dataset, which depend on its size and the seed alone}
     *
     * @param shares positive; together at most 1. With a sum of 1 every sample is in one part
     */
    default List<Dataset> split(long seed, double... shares) {
        int[] order = IntStream.range(0, size()).toArray();
        SampleRandom.shuffle(order, SampleRandom.ofOrder(seed, 0));
        List<Dataset> parts = new ArrayList<>();
        double sum = 0;
        int from = 0;
        for (double share : shares) {
            sum += share;
            if (!(share > 0) || sum > 1 + 1e-9) {
                throw new DataException("the shares of a split must be positive and together at most 1, not "
                        + Arrays.toString(shares));
            }
            int to = (int) Math.min(size(), Math.round(sum * size()));
            parts.add(subset(Arrays.copyOfRange(order, from, to)));
            from = to;
        }
        return parts;
    }

    /**
     * {@return the rows of tensors in memory} Samples are views of them.
     *
     * @param inputs by name, all with the same first size, that of {@code targets}
     */
    static Dataset of(Map<String, Tensor> inputs, Tensor targets) {
        return new TensorDataset(inputs, targets);
    }

    /** {@return the rows of one input in memory and of the targets} */
    static Dataset of(String input, Tensor inputs, Tensor targets) {
        return new TensorDataset(Map.of(input, inputs), targets);
    }

    /** {@return these samples} */
    static Dataset of(List<Sample> samples) {
        List<Sample> kept = List.copyOf(samples);
        return new Dataset() {
            @Override
            public int size() {
                return kept.size();
            }

            @Override
            public Sample sample(int index, RandomGenerator random) {
                return kept.get(Objects.checkIndex(index, kept.size()));
            }
        };
    }
}
