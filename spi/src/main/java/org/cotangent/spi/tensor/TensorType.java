package org.cotangent.spi.tensor;

/** A tensor of elements {@code dtype} and of this shape. */
public record TensorType(DType dtype, Shape shape) implements ValueType {
    public static TensorType of(DType dtype, long... sizes) {
        return new TensorType(dtype, Shape.of(sizes));
    }

    public TensorType with(Shape other) {
        return new TensorType(dtype, other);
    }

    public TensorType with(DType other) {
        return new TensorType(other, shape);
    }

    public boolean isStatic() {
        return shape.isStatic();
    }

    @Override
    public String toString() {
        return dtype + shape.toString();
    }
}
