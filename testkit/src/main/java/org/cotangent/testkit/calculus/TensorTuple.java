package org.cotangent.testkit.calculus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/** A point, or a direction, of a product of tensor spaces over float64; immutable. */
public final class TensorTuple {
    private final List<Shape> shapes;
    private final double[] values;

    private TensorTuple(List<Shape> shapes, double[] values) {
        this.shapes = shapes;
        this.values = values;
    }

    /** {@return the numbers of these tensors} */
    public static TensorTuple of(List<Tensor> parts) {
        return new TensorTuple(
                parts.stream().map(Tensor::shape).toList(),
                parts.stream()
                        .map(Tensor::toDoubles)
                        .flatMapToDouble(Arrays::stream)
                        .toArray());
    }

    public static TensorTuple of(Tensor... parts) {
        return of(Arrays.asList(parts));
    }

    /** {@return a tuple of the shapes of this one with these elements} */
    public TensorTuple with(double... elements) {
        if (elements.length != values.length) {
            throw new ShapeException(elements.length + " elements do not fill the shapes " + shapes);
        }
        return new TensorTuple(shapes, elements.clone());
    }

    private TensorTuple filled(DoubleSupplier element) {
        return new TensorTuple(
                shapes, DoubleStream.generate(element).limit(values.length).toArray());
    }

    public TensorTuple zeros() {
        return new TensorTuple(shapes, new double[values.length]);
    }

    public TensorTuple ones() {
        return filled(() -> 1);
    }

    /** {@return a direction with normally distributed elements} */
    public TensorTuple gaussian(RandomGenerator random) {
        return filled(random::nextGaussian);
    }

    /** {@return a direction whose elements have an absolute value between 1/2 and 1 and few digits} */
    public TensorTuple bounded(RandomGenerator random) {
        return filled(() -> (random.nextBoolean() ? 1 : -1) * random.nextInt(32, 65) / 64.0);
    }

    /** {@return the direction of one element} */
    public TensorTuple unit(int i) {
        double[] unit = new double[values.length];
        unit[i] = 1;
        return new TensorTuple(shapes, unit);
    }

    /** {@return {@code this + factor * direction}} */
    public TensorTuple plus(double factor, TensorTuple direction) {
        requireAlike(direction);
        return new TensorTuple(
                shapes,
                IntStream.range(0, values.length)
                        .mapToDouble(i -> values[i] + factor * direction.values[i])
                        .toArray());
    }

    public TensorTuple times(double factor) {
        return new TensorTuple(
                shapes, Arrays.stream(values).map(x -> factor * x).toArray());
    }

    public double dot(TensorTuple other) {
        requireAlike(other);
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i] * other.values[i])
                .sum();
    }

    /** {@return the sum of the absolute values of the products of elements} */
    public double absoluteDot(TensorTuple other) {
        requireAlike(other);
        return IntStream.range(0, values.length)
                .mapToDouble(i -> Math.abs(values[i] * other.values[i]))
                .sum();
    }

    /** {@return the largest absolute value; NaN if there is one; 0 without elements} */
    public double magnitude() {
        return Arrays.stream(values).map(Math::abs).reduce(0, Math::max);
    }

    public int elements() {
        return values.length;
    }

    public double get(int i) {
        return values[i];
    }

    public List<Shape> shapes() {
        return shapes;
    }

    /** {@return this tuple with the parts of another one after its own} */
    public TensorTuple concat(TensorTuple other) {
        List<Shape> all = new ArrayList<>(shapes);
        all.addAll(other.shapes);
        double[] joined = Arrays.copyOf(values, values.length + other.values.length);
        System.arraycopy(other.values, 0, joined, values.length, other.values.length);
        return new TensorTuple(all, joined);
    }

    /** {@return the parts in [from, to)} */
    public TensorTuple slice(int from, int to) {
        return new TensorTuple(shapes.subList(from, to), Arrays.copyOfRange(values, offset(from), offset(to)));
    }

    private int offset(int part) {
        return shapes.subList(0, part).stream().mapToInt(TensorTuple::count).sum();
    }

    private static int count(Shape shape) {
        return Math.toIntExact(shape.elements().size());
    }

    /** {@return the parts as float64 tensors} */
    public List<Tensor> tensors() {
        return IntStream.range(0, shapes.size())
                .mapToObj(part -> Tensor.of(
                        DType.DOUBLE,
                        Arrays.copyOfRange(values, offset(part), offset(part + 1)),
                        shapes.get(part).sizes()))
                .toList();
    }

    /** {@return the place of an element, such as {@code Y[1, 0]}} */
    public String place(int i, List<String> names) {
        int part = 0;
        int rest = i;
        while (rest >= count(shapes.get(part))) {
            rest -= count(shapes.get(part));
            part++;
        }
        long[] sizes = shapes.get(part).sizes();
        long[] index = new long[sizes.length];
        for (int axis = sizes.length - 1; axis >= 0; axis--) {
            index[axis] = rest % sizes[axis];
            rest /= (int) sizes[axis];
        }
        return names.get(part) + (index.length == 0 ? "" : Arrays.toString(index));
    }

    private void requireAlike(TensorTuple other) {
        if (!shapes.equals(other.shapes)) {
            throw new ShapeException("shapes " + other.shapes + " are not those expected, " + shapes);
        }
    }

    @Override
    public String toString() {
        return shapes + " " + Arrays.toString(values);
    }
}
