package org.cotangent.ops.internal.text;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * Where an element stands in a list of keys; if a key is repeated, the last place counts. Floating keys are compared as
 * numbers, save that NaN equals NaN.
 */
public final class Vocabulary {
    private final Map<String, Integer> words = new HashMap<>();
    private final long[] numbers;
    private final int[] places;

    /** @param keys strings, integers or floating numbers */
    public Vocabulary(Tensor keys) {
        TreeMap<Long, Integer> sorted = new TreeMap<>();
        for (int i = 0; i < keys.elements(); i++) {
            if (keys.dtype() == DType.STRING) {
                words.put(keys.strings()[i], i);
            } else {
                sorted.put(keys.dtype().isFloating() ? code(keys.getDouble(i)) : keys.getLong(i), i);
            }
        }
        numbers = sorted.keySet().stream().mapToLong(Long::longValue).toArray();
        places = sorted.values().stream().mapToInt(Integer::intValue).toArray();
    }

    /** {@return bits that are equal for equal numbers, both zeros included, and for all NaN} */
    private static long code(double value) {
        return Double.doubleToLongBits(value + 0.0);
    }

    /** {@return the number of different keys} */
    public int size() {
        return words.size() + numbers.length;
    }

    /** {@return the place of an element, which is of the kind of the keys; -1 if it is none of them} */
    public int find(Tensor from, long i) {
        return switch (from.dtype().kind()) {
            case TEXT -> words.getOrDefault(from.strings()[(int) i], -1);
            case FLOATING -> find(code(from.getDouble(i)));
            default -> find(from.getLong(i));
        };
    }

    /** {@return the place of an integer, or -1} */
    public int find(long number) {
        int at = Arrays.binarySearch(numbers, number);
        return at < 0 ? -1 : places[at];
    }
}
