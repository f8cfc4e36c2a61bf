package org.cotangent.ops.internal.vision;

import java.util.Arrays;
import org.cotangent.ops.internal.numbers.Numbers;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/** The kernel of NonMaxSuppression. */
public final class BoxSelection implements Kernel {
    private static final int LEFT = 0;
    private static final int RIGHT = 1;
    private static final int TOP = 2;
    private static final int BOTTOM = 3;
    private static final int AREA = 4;

    private final int batches;
    private final int classes;
    private final int boxes;
    private final boolean centered;
    /** Per quantity, one number per box. */
    private final float[][] geometry;

    private final long[] order;
    private final int[] picked;
    private long[] found = new long[3 * 64];
    private int count;

    /** For boxes [batches, boxes, 4] and scores [batches, classes, boxes]. */
    public BoxSelection(Shape boxes, Shape scores, boolean centered) {
        this.batches = (int) boxes.size(0);
        this.boxes = Math.toIntExact(boxes.size(1));
        this.classes = (int) scores.size(1);
        this.centered = centered;
        this.geometry = new float[5][this.boxes];
        this.order = new long[this.boxes];
        this.picked = new int[this.boxes];
    }

    @Override
    public void run(Bindings io) {
        long most = io.hasInput(2) && io.input(2).elements() > 0
                ? Math.max(0, io.input(2).getLong(0))
                : 0;
        float overlap = threshold(io, 3, 0);
        float score = threshold(io, 4, Float.NEGATIVE_INFINITY);
        boolean all = !io.hasInput(4) || io.input(4).elements() == 0;
        count = 0;
        for (int batch = 0; batch < batches && most > 0; batch++) {
            measure(io.input(0), batch);
            for (int c = 0; c < classes; c++) {
                int candidates = sort(io.input(1), ((long) batch * classes + c) * boxes, score, all);
                select(candidates, (int) Math.min(most, boxes), overlap, batch, c);
            }
        }
        Tensor result = io.allocate(0, count, 3);
        Numbers.write(found, 0, result, 0, 3 * count);
    }

    private static float threshold(Bindings io, int i, float absent) {
        return io.hasInput(i) && io.input(i).elements() > 0
                ? (float) io.input(i).getDouble(0)
                : absent;
    }

    private void measure(Tensor tensor, int batch) {
        for (int box = 0; box < boxes; box++) {
            long at = ((long) batch * boxes + box) * 4;
            float a = (float) tensor.getDouble(at);
            float b = (float) tensor.getDouble(at + 1);
            float c = (float) tensor.getDouble(at + 2);
            float d = (float) tensor.getDouble(at + 3);
            float left = centered ? a - c / 2 : Math.min(b, d);
            float right = centered ? a + c / 2 : Math.max(b, d);
            float top = centered ? b - d / 2 : Math.min(a, c);
            float bottom = centered ? b + d / 2 : Math.max(a, c);
            geometry[LEFT][box] = left;
            geometry[RIGHT][box] = right;
            geometry[TOP][box] = top;
            geometry[BOTTOM][box] = bottom;
            geometry[AREA][box] = (right - left) * (bottom - top);
        }
    }

    /** Puts the boxes that come into question in ascending order of score, of equal ones the last first. */
    private int sort(Tensor scores, long first, float threshold, boolean all) {
        int candidates = 0;
        for (int box = 0; box < boxes; box++) {
            float score = (float) scores.getDouble(first + box);
            if (score > threshold || (all && score == threshold)) {
                int bits = Float.floatToIntBits(score + 0f);
                int ascending = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
                order[candidates++] = ((long) ascending << 32) | (Integer.MAX_VALUE - box);
            }
        }
        Arrays.sort(order, 0, candidates);
        return candidates;
    }

    private void select(int candidates, int most, float overlap, int batch, int c) {
        int selected = 0;
        for (int i = candidates - 1; i >= 0 && selected < most; i--) {
            int box = Integer.MAX_VALUE - (int) order[i];
            boolean free = true;
            for (int k = 0; k < selected && free; k++) {
                free = !(overlap(box, picked[k]) > overlap);
            }
            if (free) {
                picked[selected++] = box;
                add(batch, c, box);
            }
        }
    }

    private void add(int batch, int c, int box) {
        if (3 * count == found.length) {
            found = Arrays.copyOf(found, 2 * found.length);
        }
        found[3 * count] = batch;
        found[3 * count + 1] = c;
        found[3 * count + 2] = box;
        count++;
    }

    /** {@return the intersection of two boxes over their union; minus infinity if they do not intersect} */
    private float overlap(int one, int other) {
        float width = Math.min(geometry[RIGHT][one], geometry[RIGHT][other])
                - Math.max(geometry[LEFT][one], geometry[LEFT][other]);
        float height = Math.min(geometry[BOTTOM][one], geometry[BOTTOM][other])
                - Math.max(geometry[TOP][one], geometry[TOP][other]);
        float intersection = width * height;
        float union = geometry[AREA][one] + geometry[AREA][other] - intersection;
        boolean meet = width > 0 && height > 0 && intersection > 0;
        return meet && geometry[AREA][one] > 0 && geometry[AREA][other] > 0 && union > 0
                ? intersection / union
                : Float.NEGATIVE_INFINITY;
    }
}
