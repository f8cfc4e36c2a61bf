package org.cotangent.opencl.convolution;

import java.util.ArrayList;
import java.util.List;

/**
 * Elements of an image that are a stride apart along each axis, so that the same taps of windows touch them.
 *
 * @param axes one for each spatial axis
 */
record Phase(List<Axis> axes) {
    /**
     * Element {@code offset + stride * j} is touched by taps {@code firstTap + tapStep * u} of windows {@code origin +
     * j - step * u}.
     *
     * @param count how many elements there are
     * @param taps how many taps touch each
     */
    record Axis(long offset, long stride, long count, long firstTap, long tapStep, long taps, long origin, long step) {
        static Axis of(WindowAxis axis, long offset) {
            long common = greatestCommonDivisor(axis.stride(), axis.dilation());
            long tapStep = axis.stride() / common;
            long first = 0;
            while (first < tapStep
                    && Math.floorMod(offset + axis.begin() - first * axis.dilation(), axis.stride()) != 0) {
                first++;
            }
            boolean touched = first < tapStep && first < axis.taps();
            return new Axis(
                    offset,
                    axis.stride(),
                    Math.max(0, Math.ceilDiv(axis.size() - offset, axis.stride())),
                    first,
                    tapStep,
                    touched ? Math.ceilDiv(axis.taps() - first, tapStep) : 0,
                    Math.floorDiv(offset + axis.begin() - first * axis.dilation(), axis.stride()),
                    axis.dilation() / common);
        }

        private static long greatestCommonDivisor(long a, long b) {
            return b == 0 ? a : greatestCommonDivisor(b, a % b);
        }

        /** {@return the least window that touches an element} */
        long least() {
            return taps == 0 || count == 0 ? 0 : origin - (taps - 1) * step;
        }

        /** {@return the last window that touches an element} */
        long most() {
            return taps == 0 || count == 0 ? 0 : origin + count - 1;
        }
    }

    /** {@return all phases of windows, without those that have no elements} */
    static List<Phase> of(List<WindowAxis> axes) {
        List<Phase> phases = List.of(new Phase(List.of()));
        for (WindowAxis axis : axes) {
            List<Phase> finer = new ArrayList<>();
            for (Phase phase : phases) {
                for (long offset = 0; offset < Math.min(axis.stride(), axis.size()); offset++) {
                    List<Axis> all = new ArrayList<>(phase.axes);
                    all.add(Axis.of(axis, offset));
                    finer.add(new Phase(all));
                }
            }
            phases = finer;
        }
        return phases;
    }
}
