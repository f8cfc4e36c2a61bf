package org.cotangent.train.checkpoint;

import java.util.List;

/**
 * Where a tensor lies in a safetensors file.
 *
 * @param begin the first byte, counted from the end of the header
 * @param end the byte after the last one
 */
record TensorSpan(ElementCode code, List<Long> shape, long begin, long end) {
    long[] sizes() {
        return shape.stream().mapToLong(Long::longValue).toArray();
    }

    /** {@return the bits that the shape asks for} Throws {@link ArithmeticException} if they cannot be counted. */
    long bits() {
        long bits = code.dtype().bits();
        for (long size : shape) {
            bits = Math.multiplyExact(bits, size);
        }
        return bits;
    }
}
