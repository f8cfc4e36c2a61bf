package org.cotangent.cpu.recurrent;

import java.util.Random;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Draws of what recurrent layers read. */
record RandomSequences(Random random) {

    Tensor numbers(double low, double high, long... sizes) {
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(low, high));
        }
        return tensor;
    }

    /** Numbers between -1 and 1 for an optional input, which is there or not by chance. */
    @Nullable
    Tensor maybe(long... sizes) {
        return random.nextInt(3) > 0 ? numbers(-1, 1, sizes) : null;
    }

    /** From 0, as if there was no sequence, to the whole length, which the first one has. */
    Tensor lengths(int length, int batch) {
        Tensor lengths = Tensor.allocate(DType.INT32, batch);
        for (int i = 0; i < batch; i++) {
            lengths.setLong(i, i == 0 ? length : random.nextInt(length + 1));
        }
        return lengths;
    }
}
