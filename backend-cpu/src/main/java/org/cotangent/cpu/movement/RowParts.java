package org.cotangent.cpu.movement;

import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;

/**
 * What Concat joins and Split cuts, as matrices: the rows of the whole are the rows of all parts, one behind another.
 *
 * @param rows of each matrix
 * @param widths of the parts, in elements; a part that nobody wants is there, too
 */
record RowParts(long rows, List<Long> widths) {

    RowParts {
        widths = List.copyOf(widths);
    }

    /** The parts along an axis; {@code whole} is their sum. */
    static RowParts of(Shape whole, int axis, long[] along) {
        long[] sizes = whole.sizes();
        long rows = 1;
        for (int i = 0; i < axis; i++) {
            rows *= sizes[i];
        }
        long inner = 1;
        for (int i = axis + 1; i < sizes.length; i++) {
            inner *= sizes[i];
        }
        long factor = inner;
        return new RowParts(
                rows, Arrays.stream(along).map(size -> size * factor).boxed().toList());
    }

    /** The inputs of Concat, whose output is static. */
    static RowParts joined(Preparation call) {
        Shape whole = call.output(0).shape();
        int axis = whole.axis(call.attributes().integer("axis"));
        long[] along = new long[call.inputCount()];
        Arrays.setAll(along, i -> call.input(i).shape().sizes()[axis]);
        return of(whole, axis, along);
    }

    /** The outputs of Split, all of which are wanted and static. */
    static RowParts cut(Preparation call) {
        TensorType whole = call.input(0);
        int axis = whole.shape().axis(call.attributes().integer("axis"));
        long[] along = new long[call.outputCount()];
        Arrays.setAll(along, i -> call.output(i).shape().sizes()[axis]);
        return of(whole.shape(), axis, along);
    }

    long width() {
        return widths.stream().mapToLong(width -> width).sum();
    }
}
