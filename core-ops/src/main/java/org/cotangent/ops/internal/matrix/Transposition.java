package org.cotangent.ops.internal.matrix;

import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.tensor.Shape;

/**
 * Which factors of a product {@code op(A) op(B)} have their last two axes exchanged. A and B are inputs 0 and 1.
 *
 * @param a attribute {@code transA}
 * @param b attribute {@code transB}
 */
public record Transposition(boolean a, boolean b) {
    public static final Transposition NONE = new Transposition(false, false);

    public static Transposition of(Attributes attributes) {
        return new Transposition(attributes.flag("transA"), attributes.flag("transB"));
    }

    public static Transposition draw(Draw draw) {
        return new Transposition(draw.chance(0.5), draw.chance(0.5));
    }

    public Attributes attributes() {
        return Attributes.of("transA", a ? 1 : 0).with("transB", b ? 1 : 0);
    }

    /** {@return the sizes of A, for {@code op(A)} of m rows and k columns} */
    public long[] left(long m, long k) {
        return a ? new long[] {k, m} : new long[] {m, k};
    }

    /** {@return the sizes of B, for {@code op(B)} of k rows and n columns} */
    public long[] right(long k, long n) {
        return b ? new long[] {n, k} : new long[] {k, n};
    }

    /** {@return the shape of the product} */
    public Shape product(Shape left, Shape right) {
        return MatrixShapes.product(left, a, right, b);
    }

    /** {@return where the matrices are} */
    public MatrixProduct.Layout layout(Preparation call) {
        return MatrixShapes.layout(
                call.input(0).shape().sizes(), a, call.input(1).shape().sizes(), b);
    }

    /**
     * {@return the transpose of {@code alpha op(A) op(B)} as a map of factor {@code k}}
     *
     * @param u the cotangent of the product
     */
    public Value transpose(Formulas f, Point at, float alpha, Value u, int k) {
        return MatrixShapes.transpose(f, at.input(0), a, at.input(1), b, alpha, u, k);
    }
}
