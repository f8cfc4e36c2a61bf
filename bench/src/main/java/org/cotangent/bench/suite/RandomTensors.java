package org.cotangent.bench.suite;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Tensors of random elements, the same for the same seed. */
final class RandomTensors {
    private final SplittableRandom random;

    RandomTensors(long seed) {
        random = new SplittableRandom(seed);
    }

    /** {@return floats between -bound and bound} */
    Tensor floats(double bound, long... sizes) {
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-bound, bound));
        }
        return tensor;
    }

    /** {@return whole numbers from 0 up to but not with {@code bound}} */
    Tensor integers(long bound, long... sizes) {
        Tensor tensor = Tensor.allocate(DType.INT64, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setLong(i, random.nextLong(bound));
        }
        return tensor;
    }

    /** {@return floats between -1 and 1 for each input} */
    static Map<String, Tensor> inputs(SequencedMap<String, long[]> sizes) {
        RandomTensors random = new RandomTensors(7);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        sizes.forEach((name, known) -> inputs.put(name, random.floats(1, known)));
        return inputs;
    }
}
