package org.cotangent.ops.internal.recurrent;

import java.util.List;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Shape;

/**
 * The sizes of a recurrent layer and where its elements are.
 *
 * @param batchFirst whether the batch is the first axis, as with layout 1; otherwise time is
 * @param reverse per direction, whether it runs from the end of the sequence
 */
public record RecurrentLayout(
        int length, int batch, int inputs, int hidden, boolean batchFirst, List<Boolean> reverse) {

    /** {@return the layout for inputs of these static shapes} */
    public static RecurrentLayout of(Attributes attributes, Shape x, Shape r) {
        boolean batchFirst = attributes.flag("layout");
        return new RecurrentLayout(
                Math.toIntExact(x.size(batchFirst ? 1 : 0)),
                Math.toIntExact(x.size(batchFirst ? 0 : 1)),
                Math.toIntExact(x.size(2)),
                Math.toIntExact(r.size(2)),
                batchFirst,
                directions(attributes));
    }

    /** {@return per direction, whether it runs from the end} */
    public static List<Boolean> directions(Attributes attributes) {
        String direction = attributes.text("direction");
        return switch (direction) {
            case "forward" -> List.of(false);
            case "reverse" -> List.of(true);
            case "bidirectional" -> List.of(false, true);
            default ->
                throw new AttributeException(
                        "direction is '" + direction + "'; it must be forward, reverse or bidirectional");
        };
    }

    public int directions() {
        return reverse.size();
    }

    /** {@return the distance of the inputs of neighbours in the batch} */
    long inputStride() {
        return batchFirst ? (long) length * inputs : inputs;
    }

    /** {@return the first element of an input} */
    long input(int t, int n) {
        return batchFirst ? ((long) n * length + t) * inputs : ((long) t * batch + n) * inputs;
    }

    /** {@return the first element of an output} */
    long output(int t, int direction, int n) {
        return batchFirst
                ? (((long) n * length + t) * directions() + direction) * hidden
                : (((long) t * directions() + direction) * batch + n) * hidden;
    }

    /** {@return the number of a step among all, time first whatever the layout} */
    long trace(int t, int direction, int n) {
        return ((long) t * directions() + direction) * batch + n;
    }

    /** {@return the first element of a state} */
    long state(int direction, int n) {
        return batchFirst ? ((long) n * directions() + direction) * hidden : ((long) direction * batch + n) * hidden;
    }
}
