package org.cotangent.ops.internal.numbers;

import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * Dense linear algebra on Java arrays of one primitive type, and the way between them and tensors.
 *
 * <p>float16, bfloat16 and float32 are computed in float, float64 in double, integers in long: what is stored is
 * rounded, or cut to its low bits, once.
 *
 * @param <A> the array type
 */
public abstract sealed class Lane<A> permits RealLane, LongLane {
    /** {@return the lane in which tensors of this type are computed} */
    public static Lane<?> of(DType dtype) {
        return switch (dtype) {
            case DOUBLE -> new DoubleLane(dtype);
            case FLOAT, FLOAT16, BFLOAT16 -> new FloatLane(dtype);
            default -> new LongLane(dtype);
        };
    }

    public abstract A array(int length);

    /** Sets {@code to[at + i * step]} to element {@code index + i * stride} of the tensor, for {@code i < n}. */
    public abstract void load(Tensor from, long index, long stride, A to, int at, int step, int n);

    /** Sets element {@code index + i} of the tensor to {@code from[at + i]}, for {@code i < n}. */
    public abstract void store(A from, int at, Tensor to, long index, int n);

    /** Copies {@code n} elements, rounding them. */
    public abstract void fromDoubles(double[] from, int at, A to, int start, int n);

    /** Copies {@code n} elements. */
    public abstract void toDoubles(A from, int at, double[] to, int start, int n);

    public abstract void fill(A array, int from, int to, double value);

    public abstract void scale(A array, int from, int to, double factor);

    /** Adds {@code from[at + i]} to {@code to[start + i * step]}, for {@code i < n}. */
    public abstract void addInto(A from, int at, A to, int start, int step, int n);

    /**
     * Adds the product of two row-major matrices to a third: {@code c += a b}.
     *
     * @param aRow the distance of rows of {@code a}, and so on
     */
    public abstract void multiplyAdd(
            A a, int aAt, int aRow, A b, int bAt, int bRow, A c, int cAt, int cRow, int m, int n, int k);

    /** Loads a matrix with any strides into a dense row-major one at the start of {@code to}. */
    public final void loadMatrix(
            Tensor from, long index, long rowStride, long columnStride, A to, int rows, int columns) {
        if (columnStride == 1 || rowStride != 1) {
            for (int i = 0; i < rows; i++) {
                load(from, index + i * rowStride, columnStride, to, i * columns, 1, columns);
            }
        } else {
            for (int j = 0; j < columns; j++) {
                load(from, index + j * columnStride, rowStride, to, j, columns, rows);
            }
        }
    }
}
