package org.cotangent.ops.internal.convolution;

import java.util.Arrays;
import org.cotangent.ops.internal.numbers.DoubleLane;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;

/** Adds up the windows of every plane, which stand in columns [N, C * taps, positions], computing in double. */
public final class Col2ImKernel implements Kernel {
    private final Preparation call;
    private final DoubleLane lane;
    private final WindowLines lines;
    private final int plane;
    private final int positions;
    private final int taps;
    private final long planes;
    private final Scratch<Memory> scratch;

    @SuppressWarnings("ArrayRecordComponent") // working memory
    private record Memory(double[] column, double[] image) {}

    public Col2ImKernel(Preparation call, Windows windows) {
        this.call = call;
        lane = new DoubleLane(call.input(0).dtype());
        lines = new WindowLines(windows);
        plane = windows.elements();
        positions = windows.positions();
        taps = windows.taps();
        planes = call.output(0).shape().elements(0, 2).size();
        scratch = new Scratch<>(call.parallel(), () -> new Memory(new double[positions], new double[plane]));
    }

    @Override
    public void run(Bindings io) {
        Tensor columns = io.input(0);
        Tensor image = io.output(0);
        call.parallel().forRange(planes, 1, (from, to) -> {
            Memory memory = scratch.take();
            for (long i = from; i < to; i++) {
                Arrays.fill(memory.image(), 0);
                for (int tap = 0; tap < taps; tap++) {
                    lane.load(columns, (i * taps + tap) * positions, 1, memory.column(), 0, 1, positions);
                    add(memory, tap);
                }
                lane.store(memory.image(), 0, image, i * plane, plane);
            }
            scratch.put(memory);
        });
    }

    private void add(Memory memory, int tap) {
        int outer = tap / lines.innerTaps();
        int inner = tap % lines.innerTaps();
        int first = lines.first(inner);
        int count = lines.last(inner) - first;
        for (int line = 0; line < lines.lines(); line++) {
            int start = lines.start(outer, line);
            if (start >= 0 && count > 0) {
                int at = start + first * lines.stride() + lines.shift(inner);
                lane.addInto(memory.column(), line * lines.width() + first, memory.image(), at, lines.stride(), count);
            }
        }
    }
}
