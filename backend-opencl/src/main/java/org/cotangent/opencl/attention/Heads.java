package org.cotangent.opencl.attention;

import java.util.List;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.spi.tensor.Shape;

/**
 * Where the rows of heads are, in [batch, heads, rows, size] or [batch, rows, heads * size].
 *
 * @param perBatch elements from one batch to the next, and so on
 */
record Heads(int batch, int heads, int rows, int size, int perBatch, int perHead, int perRow) {
    /** {@return the heads of a tensor of this shape, so many if it has three axes} */
    static Heads of(Shape shape, int heads) {
        int[] n = new int[shape.rank()];
        for (int i = 0; i < n.length; i++) {
            n[i] = Math.toIntExact(shape.size(i));
        }
        return n.length == 4
                ? new Heads(n[0], n[1], n[2], n[3], n[1] * n[2] * n[3], n[2] * n[3], n[3])
                : new Heads(n[0], heads, n[1], n[2] / heads, n[1] * n[2], n[2] / heads, n[2]);
    }

    List<Argument> strides() {
        return List.of(Argument.of(perBatch), Argument.of(perHead), Argument.of(perRow));
    }
}
