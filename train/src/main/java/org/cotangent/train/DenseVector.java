package org.cotangent.train;

import java.util.List;
import org.cotangent.spi.tensor.Tensor;

/** A vector of float64; immutable. */
final class DenseVector {
    private final double[] values;

    private DenseVector(double[] values) {
        this.values = values;
    }

    /** {@return the elements of these tensors, one after the other} */
    static DenseVector of(List<Tensor> tensors) {
        double[] values = new double
                [Math.toIntExact(tensors.stream().mapToLong(Tensor::elements).sum())];
        int i = 0;
        for (Tensor tensor : tensors) {
            for (long k = 0; k < tensor.elements(); k++) {
                values[i++] = tensor.getDouble(k);
            }
        }
        return new DenseVector(values);
    }

    /** Writes the elements into tensors, one after the other. */
    void copyTo(List<Tensor> tensors) {
        int i = 0;
        for (Tensor tensor : tensors) {
            for (long k = 0; k < tensor.elements(); k++) {
                tensor.setDouble(k, values[i++]);
            }
        }
    }

    Tensor toTensor() {
        return Tensor.vector(values);
    }

    double dot(DenseVector other) {
        double sum = 0;
        for (int i = 0; i < values.length; i++) {
            sum += values[i] * other.values[i];
        }
        return sum;
    }

    /** {@return {@code this + factor * other}} */
    DenseVector plus(double factor, DenseVector other) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = values[i] + factor * other.values[i];
        }
        return new DenseVector(result);
    }

    DenseVector times(double factor) {
        double[] result = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            result[i] = factor * values[i];
        }
        return new DenseVector(result);
    }

    /** {@return the largest magnitude} */
    double largest() {
        double largest = 0;
        for (double value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }

    /** {@return the sum of magnitudes} */
    double absoluteSum() {
        double sum = 0;
        for (double value : values) {
            sum += Math.abs(value);
        }
        return sum;
    }
}
