package org.cotangent.cpu.convolution;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.cpu.window.WindowAxis;
import org.cotangent.cpu.window.WindowSpace;

/**
 * Those elements of the image of a convolution whose places are equal modulo the strides. Each of them gets something
 * from the same taps, so what they get is itself a convolution of the result, with those taps alone and strides of 1.
 *
 * @param axes windows over the planes of the result, one for each of these elements
 * @param taps the taps, by their number in the weights, in the order in which the windows have them
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Phase(List<WindowAxis> axes, int[] taps) {

    /** {@return the phases of a convolution with these windows, the residues of the last axis changing fastest} */
    static List<Phase> of(List<WindowAxis> axes) {
        int count = axes.stream().mapToInt(WindowAxis::stride).reduce(1, Math::multiplyExact);
        List<Phase> phases = new ArrayList<>();
        for (int phase = 0; phase < count; phase++) {
            int[] residues = new int[axes.size()];
            int rest = phase;
            for (int i = axes.size() - 1; i >= 0; i--) {
                residues[i] = rest % axes.get(i).stride();
                rest /= axes.get(i).stride();
            }
            phases.add(of(axes, residues));
        }
        return phases;
    }

    private static Phase of(List<WindowAxis> axes, int[] residues) {
        List<WindowAxis> own = new ArrayList<>();
        List<Integer> taps = List.of(0);
        for (int i = 0; i < residues.length; i++) {
            WindowAxis axis = axes.get(i);
            List<Integer> along = new ArrayList<>();
            List<Integer> shifts = new ArrayList<>();
            for (int tap = 0; tap < axis.taps().length; tap++) {
                int distance = residues[i] - axis.taps()[tap];
                if (Math.floorMod(distance, axis.stride()) == 0) {
                    along.add(tap);
                    shifts.add(Math.floorDiv(distance, axis.stride()));
                }
            }
            int all = axis.taps().length;
            taps = taps.stream()
                    .flatMap(outer -> along.stream().map(inner -> outer * all + inner))
                    .toList();
            int count = Math.ceilDiv(axis.size() - residues[i], axis.stride());
            int[] shift = shifts.stream().mapToInt(Integer::intValue).toArray();
            own.add(new WindowAxis(axis.count(), count, 1, shift));
        }
        int[] numbers = taps.stream().mapToInt(Integer::intValue).toArray();
        return new Phase(own, numbers);
    }

    WindowSpace windows() {
        return new WindowSpace(axes);
    }

    /** {@return the number of elements} */
    int elements() {
        return axes.stream().mapToInt(WindowAxis::count).reduce(1, Math::multiplyExact);
    }
}
