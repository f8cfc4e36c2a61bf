package org.cotangent.spi.tensor;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;

/**
 * A map from strings or integers to single elements; its tensors must never be written again.
 *
 * @param keys of one axis, each another one
 * @param values as many, in the same order
 */
public record TensorMap(Tensor keys, Tensor values) implements Datum {
    public TensorMap {
        if (keys.rank() != 1 || values.rank() != 1 || keys.elements() != values.elements()) {
            throw new ShapeException("a map of keys " + keys.type() + " and values " + values.type() + " has no pairs");
        }
        if (keys.dtype() != DType.STRING && !keys.dtype().isInteger()) {
            throw new TypeException("keys of maps are strings or integers, not " + keys.dtype());
        }
        Set<Object> seen = new HashSet<>();
        for (int i = 0; i < keys.elements(); i++) {
            Object key = key(keys, i);
            if (!seen.add(key)) {
                throw new TypeException("the key " + key + " stands twice in a map");
            }
        }
    }

    /**
     * {@return a map from keys to the elements of tensors that have one each}
     *
     * @param value the type of the elements
     */
    public static TensorMap of(Tensor keys, DType value, List<Tensor> values) {
        Tensor elements = Tensor.allocate(value, values.size());
        for (int i = 0; i < values.size(); i++) {
            Tensor one = values.get(i);
            if (one.dtype() != value || one.elements() != 1) {
                throw new TypeException("a map to " + value + " cannot hold " + one.type());
            }
            copy(one, 0, elements, i);
        }
        return new TensorMap(keys, elements);
    }

    private static Object key(Tensor keys, int i) {
        return keys.dtype() == DType.STRING ? keys.strings()[i] : Long.valueOf(keys.getLong(i));
    }

    /** {@return the place of a key: of a string, or of a {@link Long}; -1 if it is not there} */
    public int find(Object key) {
        for (int i = 0; i < keys.elements(); i++) {
            if (key(keys, i).equals(key)) {
                return i;
            }
        }
        return -1;
    }

    /** {@return the key at a place, a string or a {@link Long}} */
    public Object key(int i) {
        return key(keys, i);
    }

    /** {@return a scalar of its own that equals the value at a place} */
    public Tensor value(int i) {
        Tensor value = Tensor.allocate(values.dtype());
        copy(values, i, value, 0);
        return value;
    }

    private static void copy(Tensor from, int i, Tensor to, int j) {
        switch (to.dtype().kind()) {
            case TEXT -> to.strings()[j] = from.strings()[i];
            case FLOATING -> to.setDouble(j, from.getDouble(i));
            default -> to.setLong(j, from.getLong(i));
        }
    }

    public int size() {
        return (int) keys.elements();
    }

    @Override
    public MapType type() {
        return new MapType(keys.dtype(), values.dtype());
    }
}
