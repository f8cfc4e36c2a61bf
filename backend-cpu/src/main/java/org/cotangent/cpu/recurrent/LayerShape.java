package org.cotangent.cpu.recurrent;

import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Shape;

/**
 * The sizes of a recurrent layer, and where in its tensors rows begin, in elements.
 *
 * @param padded hidden units with those that fill up the last vector: the length of rows in the kernel's own memory
 * @param batchFirst whether the batch is the first axis, as with layout 1; otherwise time is
 */
record LayerShape(
        LayerKind kind,
        int length,
        int batch,
        int inputs,
        int hidden,
        int padded,
        boolean batchFirst,
        boolean firstReverse,
        int directions) {

    /** Most elements of an input or of a product's result. */
    private static final double MOST_ELEMENTS = 1 << 28;

    /** The layer of inputs of shape {@code x} and recurrence weights of shape {@code r}, both known. */
    static LayerShape of(LayerKind kind, Attributes attributes, Shape x, Shape r, int lanes) {
        boolean batchFirst = attributes.flag("layout");
        int hidden = Math.toIntExact(r.size(2));
        return new LayerShape(
                kind,
                Math.toIntExact(x.size(batchFirst ? 1 : 0)),
                Math.toIntExact(x.size(batchFirst ? 0 : 1)),
                Math.toIntExact(x.size(2)),
                hidden,
                Math.ceilDiv(hidden, lanes) * lanes,
                batchFirst,
                attributes.text("direction").equals("reverse"),
                Math.toIntExact(r.size(0)));
    }

    /** {@return whether some matrix has too many elements} */
    boolean isTooLarge() {
        return (double) Math.max(batch, Math.max(hidden, inputs)) * width() > MOST_ELEMENTS;
    }

    /** {@return whether a direction runs from the end of the sequence} */
    boolean reverse(int direction) {
        return firstReverse || direction == 1;
    }

    int gates() {
        return kind.gates();
    }

    /** {@return the columns of the sums of all gates} */
    int width() {
        return kind.gates() * padded;
    }

    /** {@return where the input of element {@code n} of the batch at time {@code t} begins} */
    long input(int t, int n) {
        return (batchFirst ? (long) n * length + t : (long) t * batch + n) * inputs;
    }

    /** {@return where the output of a direction for element {@code n} of the batch at time {@code t} begins} */
    long output(int t, int direction, int n) {
        return (batchFirst
                        ? ((long) n * length + t) * directions + direction
                        : ((long) t * directions + direction) * batch + n)
                * hidden;
    }

    /** {@return where what is traced of a step of element {@code n} of the batch begins; time is always first} */
    long trace(int t, int direction, int n) {
        return (((long) t * directions + direction) * batch + n) * kind.traced() * hidden;
    }

    /** {@return where the state of a direction for element {@code n} of the batch begins} */
    long state(int direction, int n) {
        return (batchFirst ? (long) n * directions + direction : (long) direction * batch + n) * hidden;
    }
}
