package org.cotangent.ops.internal.quant;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.jspecify.annotations.Nullable;

/**
 * MatMulInteger as the product of unsigned by signed bytes, less the parts of the zero points: {@code (A - a) (B - b) =
 * A B - a (sums of columns of B - k b) - b sums of rows of A}, where k is the number of terms.
 *
 * <p>The product without zero points is one that processors compute at once; what is subtracted is elementwise.
 */
public final class ZeroPointTerms {
    private static final int SIGN = 128;

    private ZeroPointTerms() {}

    /** {@return whether there is more than a product of unsigned by signed bytes, and it can be told apart} */
    public static boolean canBeApart(Call call) {
        Shape a = call.shape(0);
        Shape b = call.shape(1);
        boolean matrices = a.rank() > 1 && b.rank() > 1;
        boolean apart = call.input(0).dtype() == DType.INT8
                || call.input(1).dtype() == DType.UINT8
                || call.has(2)
                || call.has(3);
        return apart
                && a.dim(a.rank() - 1).isKnown()
                && (!call.has(2) || isSimple(call.shape(2), matrices))
                && (!call.has(3) || isSimple(call.shape(3), matrices));
    }

    private static boolean isSimple(Shape zeroPoint, boolean matrices) {
        return zeroPoint.rank() == 0 || (matrices && zeroPoint.rank() == 1);
    }

    /** {@return the product} */
    public static Value of(Formulas f, Call call) {
        Value a = call.input(0);
        Value b = call.input(1);
        boolean matrices = a.shape().rank() > 1 && b.shape().rank() > 1;
        Value rows = call.has(2) ? f.cast(IntegerProduct.perRow(f, a, call.input(2)), DType.INT32) : null;
        Value columns = call.has(3) ? f.cast(call.input(3), DType.INT32) : null;
        Value sign = f.scalar(DType.INT32, SIGN);
        if (a.dtype() == DType.INT8) {
            a = f.cast(f.add(f.cast(a, DType.INT32), sign), DType.UINT8);
            rows = rows == null ? sign : f.add(rows, sign);
        }
        if (b.dtype() == DType.UINT8) {
            b = f.cast(f.sub(f.cast(b, DType.INT32), sign), DType.INT8);
            columns = columns == null ? f.neg(sign) : f.sub(columns, sign);
        }
        Value product = f.op("MatMulInteger", a, b);
        if (rows != null) {
            Value sums = f.reduceSum(
                    f.cast(b, DType.INT32), matrices, Math.max(-2, -b.shape().rank()));
            product = f.sub(product, f.mul(rows, less(f, sums, columns, a.shape())));
        }
        if (columns != null) {
            Value sums = f.reduceSum(f.cast(a, DType.INT32), matrices, -1);
            product = f.sub(product, f.mul(columns, sums));
        }
        return product;
    }

    private static Value less(Formulas f, Value sums, @Nullable Value columns, Shape a) {
        return columns == null
                ? sums
                : f.sub(sums, f.mul(columns, f.scalar(DType.INT32, (double) a.size(a.rank() - 1))));
    }
}
