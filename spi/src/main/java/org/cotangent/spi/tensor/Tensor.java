package org.cotangent.spi.tensor;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.LongStream;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.jspecify.annotations.Nullable;

/**
 * A dense, row-major array of elements of one type, of known sizes.
 *
 * <p>Host tensors stand on 64-byte aligned native memory, which the garbage collector frees with the last tensor that
 * views it, or on memory that somebody else owns ({@link #wrap}). A tensor can be written; whoever hands one to a
 * session or a graph leaves it unchanged from then on.
 */
public final class Tensor implements Datum {
    /** The alignment of allocated memory, in bytes. */
    public static final long ALIGNMENT = 64;

    private final DType dtype;
    private final long[] sizes;
    private final long elements;
    private final Storage storage;
    /** Made when it is first asked for. It is immutable, so threads that make it at the same time do no harm. */
    private @Nullable TensorType type;

    private Tensor(DType dtype, long[] sizes, Storage storage) {
        this.dtype = dtype;
        this.sizes = sizes;
        this.elements = count(sizes);
        this.storage = storage;
    }

    private static long count(long[] sizes) {
        long product = 1;
        for (long size : sizes) {
            if (size < 0) {
                throw new ShapeException("sizes " + Arrays.toString(sizes) + " hold a negative number");
            }
            product = Sizes.product(product, size);
        }
        return product;
    }

    /** {@return a tensor of zeros (of empty strings)} */
    public static Tensor allocate(DType dtype, long... sizes) {
        long elements = count(sizes);
        if (dtype == DType.STRING) {
            String[] values = new String[Math.toIntExact(elements)];
            Arrays.fill(values, "");
            return new Tensor(dtype, sizes.clone(), new Storage.Text(values));
        }
        long bytes = Math.max(1, dtype.byteSize(elements));
        return wrap(dtype, sizes, Arena.ofAuto().allocate(bytes, ALIGNMENT));
    }

    public static Tensor allocate(TensorType type) {
        return allocate(type.dtype(), type.shape().sizes());
    }

    /** {@return a tensor over this memory, which must hold at least its bytes and outlive it} */
    public static Tensor wrap(DType dtype, long[] sizes, MemorySegment segment) {
        return over(dtype, sizes, new Storage.Host(segment));
    }

    /** {@return a tensor of this type, whose sizes are known, over memory that must hold its bytes and outlive it} */
    public static Tensor wrap(TensorType type, MemorySegment segment) {
        Tensor tensor = new Tensor(type.dtype(), type.shape().sizes(), new Storage.Host(segment));
        tensor.type = type;
        return tensor.within(segment);
    }

    /** {@return a tensor over this storage} */
    public static Tensor over(DType dtype, long[] sizes, Storage storage) {
        Tensor tensor = new Tensor(dtype, sizes.clone(), storage);
        return storage instanceof Storage.Host(MemorySegment segment) ? tensor.within(segment) : tensor;
    }

    private Tensor within(MemorySegment segment) {
        if (segment.byteSize() < byteSize()) {
            throw new ShapeException(
                    "a tensor " + type() + " takes " + byteSize() + " bytes, the memory has " + segment.byteSize());
        }
        return this;
    }

    /** {@return a float32 tensor of these sizes; without sizes, a scalar} */
    public static Tensor of(float[] values, long... sizes) {
        Tensor tensor = allocate(DType.FLOAT, sizes);
        tensor.expect(values.length);
        MemorySegment.copy(values, 0, tensor.segment(), ValueLayout.JAVA_FLOAT, 0, values.length);
        return tensor;
    }

    /** {@return a float64 tensor of these sizes; without sizes, a scalar} */
    public static Tensor of(double[] values, long... sizes) {
        Tensor tensor = allocate(DType.DOUBLE, sizes);
        tensor.expect(values.length);
        MemorySegment.copy(values, 0, tensor.segment(), ValueLayout.JAVA_DOUBLE, 0, values.length);
        return tensor;
    }

    /** {@return an int64 tensor of these sizes; without sizes, a scalar} */
    public static Tensor of(long[] values, long... sizes) {
        Tensor tensor = allocate(DType.INT64, sizes);
        tensor.expect(values.length);
        MemorySegment.copy(values, 0, tensor.segment(), ValueLayout.JAVA_LONG, 0, values.length);
        return tensor;
    }

    /** {@return a bool tensor of these sizes; without sizes, a scalar} */
    public static Tensor of(boolean[] values, long... sizes) {
        Tensor tensor = allocate(DType.BOOL, sizes);
        tensor.expect(values.length);
        for (int i = 0; i < values.length; i++) {
            tensor.setLong(i, values[i] ? 1 : 0);
        }
        return tensor;
    }

    /** {@return a tensor of strings of these sizes; without sizes, a scalar} */
    public static Tensor of(String[] values, long... sizes) {
        Tensor tensor = over(DType.STRING, sizes, new Storage.Text(values.clone()));
        tensor.expect(values.length);
        return tensor;
    }

    /** {@return a tensor of this type whose elements are these numbers, converted} */
    public static Tensor of(DType dtype, double[] values, long... sizes) {
        Tensor tensor = allocate(dtype, sizes);
        tensor.expect(values.length);
        for (int i = 0; i < values.length; i++) {
            tensor.setDouble(i, values[i]);
        }
        return tensor;
    }

    /** {@return a float32 tensor with one axis} */
    public static Tensor vector(float... values) {
        return of(values, values.length);
    }

    /** {@return a float64 tensor with one axis} */
    public static Tensor vector(double... values) {
        return of(values, values.length);
    }

    /** {@return an int64 tensor with one axis} */
    public static Tensor vector(long... values) {
        return of(values, values.length);
    }

    public static Tensor scalar(float value) {
        return full(DType.FLOAT, value);
    }

    public static Tensor scalar(double value) {
        return full(DType.DOUBLE, value);
    }

    public static Tensor scalar(long value) {
        Tensor tensor = allocate(DType.INT64);
        tensor.setLong(0, value);
        return tensor;
    }

    /** {@return a tensor of this type with the same number everywhere} */
    public static Tensor full(DType dtype, double value, long... sizes) {
        Tensor tensor = allocate(dtype, sizes);
        for (long i = 0; i < tensor.elements; i++) {
            tensor.setDouble(i, value);
        }
        return tensor;
    }

    private void expect(long values) {
        if (values != elements) {
            throw new ShapeException(
                    "shape " + Arrays.toString(sizes) + " has " + elements + " elements, not " + values);
        }
    }

    public DType dtype() {
        return dtype;
    }

    @Override
    public TensorType type() {
        TensorType known = type;
        if (known == null) {
            known = new TensorType(dtype, Shape.of(sizes));
            type = known;
        }
        return known;
    }

    public Shape shape() {
        return type().shape();
    }

    public int rank() {
        return sizes.length;
    }

    public long size(int axis) {
        return sizes[axis];
    }

    /** {@return a copy of the sizes} */
    public long[] sizes() {
        return sizes.clone();
    }

    public long elements() {
        return elements;
    }

    public long byteSize() {
        return dtype.byteSize(elements);
    }

    public Storage storage() {
        return storage;
    }

    /** {@return the host memory} Throws {@link TypeException} for strings and tensors on a device. */
    public MemorySegment segment() {
        if (storage instanceof Storage.Host(MemorySegment segment)) {
            return segment;
        }
        throw new TypeException(
                storage instanceof Storage.Device device
                        ? "tensor " + type() + " is on backend " + device.backend() + ": copy it to the host first"
                        : "tensor " + type() + " holds strings, not bytes");
    }

    /** {@return the strings themselves, not a copy} */
    public String[] strings() {
        if (storage instanceof Storage.Text(String[] values)) {
            return values;
        }
        throw new TypeException("tensor " + type() + " holds no strings");
    }

    /** {@return element {@code i} in row-major order, converted to double; true is 1} */
    public double getDouble(long i) {
        return Elements.getDouble(segment(), dtype, i);
    }

    /** Sets element {@code i}, rounding to the nearest value of the element type. */
    public void setDouble(long i, double value) {
        Elements.setDouble(segment(), dtype, i, value);
    }

    /** {@return element {@code i}; bits of an uint64 as they are; floats are truncated} */
    public long getLong(long i) {
        return Elements.getLong(segment(), dtype, i);
    }

    /** Sets element {@code i}; narrower integers keep the low bits. */
    public void setLong(long i, long value) {
        Elements.setLong(segment(), dtype, i, value);
    }

    public float[] toFloats() {
        float[] values = new float[Math.toIntExact(elements)];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) getDouble(i);
        }
        return values;
    }

    public double[] toDoubles() {
        return LongStream.range(0, elements).mapToDouble(this::getDouble).toArray();
    }

    public long[] toLongs() {
        return LongStream.range(0, elements).map(this::getLong).toArray();
    }

    /** {@return a tensor over the same memory with other sizes and as many elements} */
    public Tensor reshaped(long... other) {
        Tensor tensor = over(dtype, other, storage);
        tensor.expect(elements);
        return tensor;
    }

    /** {@return a tensor over the same memory, of a type with the same element type and as many elements} */
    public Tensor viewed(TensorType other) {
        if (other.dtype() != dtype) {
            throw new TypeException("a tensor " + type() + " cannot be viewed as " + other);
        }
        Tensor tensor = new Tensor(dtype, other.shape().sizes(), storage);
        tensor.type = other;
        tensor.expect(elements);
        return tensor;
    }

    /** {@return a tensor with the same elements in memory of its own} */
    public Tensor copy() {
        Tensor copy = allocate(dtype, sizes);
        copy.copyFrom(this);
        return copy;
    }

    /** Overwrites all elements with those of a tensor of the same type and number of elements. */
    public void copyFrom(Tensor source) {
        if (source.dtype != dtype || source.elements != elements) {
            throw new ShapeException("cannot copy " + source.type() + " into " + type());
        }
        if (dtype == DType.STRING) {
            System.arraycopy(source.strings(), 0, strings(), 0, strings().length);
        } else {
            MemorySegment.copy(source.segment(), 0, segment(), 0, byteSize());
        }
    }

    /** {@return the numbers of this tensor in another element type, by {@link #setDouble} or {@link #setLong}} */
    public Tensor converted(DType other) {
        Tensor result = allocate(other, sizes);
        boolean whole = !dtype.isFloating() && !other.isFloating();
        for (long i = 0; i < elements; i++) {
            if (whole) {
                result.setLong(i, getLong(i));
            } else {
                result.setDouble(i, getDouble(i));
            }
        }
        return result;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(type().toString()).append(" {");
        long shown = Math.min(elements, 8);
        for (int i = 0; i < shown; i++) {
            text.append(i == 0 ? "" : ", ");
            switch (storage) {
                case Storage.Text(String[] values) ->
                    text.append('"').append(values[i]).append('"');
                case Storage.Device device -> text.append('@').append(device.backend());
                case Storage.Host host -> text.append(element(i));
            }
        }
        return text.append(elements > shown ? ", ...}" : "}").toString();
    }

    private String element(long i) {
        return switch (dtype.kind()) {
            case FLOATING ->
                dtype == DType.DOUBLE ? Double.toString(getDouble(i)) : Float.toString((float) getDouble(i));
            case SIGNED -> Long.toString(getLong(i));
            case UNSIGNED -> Long.toUnsignedString(getLong(i));
            case BOOLEAN -> Boolean.toString(getLong(i) != 0);
            case MINIFLOAT, COMPLEX, TEXT -> "?";
        };
    }
}
