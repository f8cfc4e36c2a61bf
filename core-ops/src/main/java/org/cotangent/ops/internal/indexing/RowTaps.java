package org.cotangent.ops.internal.indexing;

import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;

/**
 * Rows of a table [rows, width] that are picked by indices [points, taps] and combined with weights [points, taps] or
 * with values [points, width], in the words of ONNX; negative indices stand for rows of zeros.
 */
public final class RowTaps {
    private RowTaps() {}

    /** Throws {@link ShapeException} unless these inputs are matrices that fit each other. */
    public static void check(Inference call, int one, int axis, int other, int otherAxis) {
        for (int i : new int[] {one, other}) {
            if (call.shape(i).rank() != 2) {
                throw new ShapeException("input " + i + " must be a matrix, not of shape " + call.shape(i));
            }
        }
        Dim size = call.shape(one).dim(axis);
        Dim expected = call.shape(other).dim(otherAxis);
        if (size.isKnown() && expected.isKnown() && !size.equals(expected)) {
            throw new ShapeException("inputs of shapes " + call.shape(one) + " and " + call.shape(other)
                    + " do not fit: axis " + axis + " of one must be axis " + otherAxis + " of the other");
        }
    }

    private static Value row(Formulas f, Value indices) {
        return f.op("Max", indices, f.scalar(DType.INT64, 0));
    }

    /** {@return numbers [points, taps], those of negative indices replaced by 0} */
    public static Value present(Formulas f, Value indices, Value numbers) {
        return f.where(f.less(indices, f.scalar(DType.INT64, 0)), f.scalarLike(numbers, 0), numbers);
    }

    /** {@return the rows that the indices name, [points, taps, width]; row 0 for negative ones} */
    public static Value rows(Formulas f, Value table, Value indices) {
        return f.gather(table, row(f, indices), 0);
    }

    /** {@return zeros with rows [points, taps, width] added where the indices say; to row 0 for negative ones} */
    public static Value addRows(Formulas f, Value zeros, Value indices, Value rows) {
        return f.op("ScatterND", Attributes.of("reduction", "add"), zeros, f.unsqueeze(row(f, indices), 2), rows);
    }

    /** A call of one of the three operators. */
    public record Sample(Tensor table, Tensor indices, Tensor weights, Tensor values) {
        public static Sample draw(Draw draw) {
            int rows = draw.extent();
            long width = draw.extent();
            long points = draw.extent();
            long taps = draw.extent();
            return new Sample(
                    draw.tensor(new long[] {rows, width}, -2, 2),
                    draw.tensor(DType.INT64, new long[] {points, taps}, -1.9, rows),
                    draw.tensor(new long[] {points, taps}, -2, 2),
                    draw.tensor(new long[] {points, width}, -2, 2));
        }
    }
}
