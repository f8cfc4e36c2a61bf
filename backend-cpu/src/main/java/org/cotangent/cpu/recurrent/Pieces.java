package org.cotangent.cpu.recurrent;

import org.cotangent.spi.backend.Parallel;

/**
 * How a layer is cut for threads. Directions and parts of the batch are independent: threads run them from the first
 * time to the last, without waiting for each other at each time. Where there are too few of them, threads share the
 * products of each time.
 *
 * @param parts of the batch in each direction
 * @param apart whether threads run such pieces each on its own, rather than together one after the other
 */
record Pieces(LayerShape shape, int parts, boolean apart) {

    /** Floating-point operations that are worth a thread's start. */
    private static final double LEAST_WORK = 200_000;
    /** Most bytes of recurrence weights that each thread reads as a whole at each time: they stay in its cache. */
    private static final double MOST_SHARED_BYTES = 3 << 19;

    /** @param inputs by which the weights of inputs that are multiplied on the way are wide */
    static Pieces of(LayerShape shape, int inputs, int threads) {
        double work = 2.0 * shape.length() * shape.batch() * shape.width() * (inputs + shape.hidden());
        int most = (int) Math.clamp(work / LEAST_WORK, 1, shape.batch());
        double bytes = (double) Float.BYTES * shape.width() * shape.hidden();
        int parts = bytes > MOST_SHARED_BYTES ? 1 : Math.min(most, Math.ceilDiv(threads, shape.directions()));
        int pieces = parts * shape.directions();
        double step = 2.0 * shape.batch() * shape.width() * shape.hidden();
        boolean apart = pieces > 1 && (2 * pieces > threads || step < 2 * LEAST_WORK);
        return new Pieces(shape, apart ? parts : 1, apart);
    }

    /** {@return the states of a part of the batch in a direction} */
    Moment moment(int direction, int part) {
        int first = shape.batch() * part / parts;
        return new Moment(shape, direction, first, shape.batch() * (part + 1) / parts - first);
    }

    /** {@return the threads that share the work within a piece} */
    Parallel within(Parallel all) {
        return apart ? Parallel.sequential() : all;
    }

    /** {@return how many pieces a thread takes at least, if there are so many} */
    long grain() {
        return apart ? 1 : (long) parts * shape.directions();
    }
}
