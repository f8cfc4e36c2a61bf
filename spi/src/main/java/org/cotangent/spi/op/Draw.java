package org.cotangent.spi.op;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Draws the parts of a test call: sizes, shapes, tensors, choices. */
public final class Draw {
    private final RandomGenerator random;
    private final int size;

    public Draw(RandomGenerator random, int size) {
        this.random = random;
        this.size = Math.max(1, size);
    }

    public RandomGenerator random() {
        return random;
    }

    /** {@return an integer in [low, high]} */
    public int integer(int low, int high) {
        return random.nextInt(low, high + 1);
    }

    public boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    @SafeVarargs
    public final <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    public <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    /** {@return a size of at least 1 that grows with the size of the draw} */
    public int extent() {
        return integer(1, size + 1);
    }

    /** {@return sizes of at least 1, of a rank in [minRank, maxRank]} */
    public long[] shape(int minRank, int maxRank) {
        return random.ints(integer(minRank, Math.max(minRank, Math.min(maxRank, size + 1))), 1, size + 2)
                .asLongStream()
                .toArray();
    }

    /** {@return sizes that broadcast to {@code shape}: some axes 1, some leading axes missing} */
    public long[] broadcastableTo(long[] shape) {
        int drop = chance(0.3) ? integer(0, shape.length) : 0;
        long[] sizes = Arrays.copyOfRange(shape, drop, shape.length);
        for (int axis = 0; axis < sizes.length; axis++) {
            if (chance(0.25)) {
                sizes[axis] = 1;
            }
        }
        return sizes;
    }

    /** {@return a float64 tensor with values in [low, high)} */
    public Tensor tensor(long[] sizes, double low, double high) {
        return tensor(DType.DOUBLE, sizes, low, high);
    }

    /** {@return a tensor of this type with values in [low, high), rounded to the type} */
    public Tensor tensor(DType dtype, long[] sizes, double low, double high) {
        Tensor tensor = Tensor.allocate(dtype, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            if (dtype == DType.BOOL) {
                tensor.setLong(i, random.nextInt(2));
            } else {
                tensor.setDouble(i, random.nextDouble(low, high));
            }
        }
        return tensor;
    }

    /** {@return a float64 tensor with values in [low, high) that keep a distance from each of these points} */
    public Tensor away(long[] sizes, double low, double high, double distance, double... points) {
        Tensor tensor = Tensor.allocate(DType.DOUBLE, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            double value;
            do {
                value = random.nextDouble(low, high);
            } while (isNear(value, distance, points));
            tensor.setDouble(i, value);
        }
        return tensor;
    }

    private static boolean isNear(double value, double distance, double[] points) {
        return Arrays.stream(points).anyMatch(point -> Math.abs(value - point) < distance);
    }

    /** {@return a float64 tensor in which any two elements differ by at least {@code gap}: no ties} */
    public Tensor distinct(long[] sizes, double gap) {
        Tensor tensor = Tensor.allocate(DType.DOUBLE, sizes);
        int count = Math.toIntExact(tensor.elements());
        int[] order = permutation(count);
        for (int i = 0; i < count; i++) {
            tensor.setDouble(i, (order[i] - count / 2) * gap + random.nextDouble(0, gap / 4));
        }
        return tensor;
    }

    /** {@return an int64 tensor with values in [low, high)} */
    public Tensor indices(long[] sizes, long low, long high) {
        return tensor(DType.INT64, sizes, low, high);
    }

    /** {@return a tensor of strings, each one of these} */
    public Tensor words(long[] sizes, String... choices) {
        Tensor tensor = Tensor.allocate(DType.STRING, sizes);
        Arrays.setAll(tensor.strings(), i -> pick(choices));
        return tensor;
    }

    /** {@return the numbers 0 ... count - 1 in some order} */
    public int[] permutation(int count) {
        int[] order = new int[count];
        for (int i = 0; i < count; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** {@return some of the axes of a tensor of this rank in some order, at least one if it has any} */
    public int[] axes(int rank) {
        int[] order = permutation(rank);
        return Arrays.copyOf(order, rank == 0 ? 0 : integer(1, rank));
    }

    /** {@return float64 where the port allows it, else some type that it allows} */
    public DType typeOf(Port port) {
        var allowed = port.type().allowed();
        return allowed.contains(DType.DOUBLE)
                ? DType.DOUBLE
                : allowed.contains(DType.INT64)
                        ? DType.INT64
                        : allowed.contains(DType.BOOL)
                                ? DType.BOOL
                                : allowed.iterator().next();
    }
}
