package org.cotangent.ops.internal.recurrent;

import java.util.List;
import org.cotangent.ops.internal.numbers.DoubleLane;
import org.cotangent.ops.internal.numbers.Lane;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Runs a recurrent layer: directions and parts of the batch at once, each step by step. */
final class RecurrentKernel<A> implements Kernel {
    private static final int ROWS = 64;

    private final Preparation call;
    private final Lane<A> lane;
    private final DoubleLane numbers;
    private final RecurrentLayout layout;
    private final List<? extends RecurrentCell> cells;
    private final int width;
    private final int blockRows;
    private final int traceOutput;
    private final double[] biases;
    private final double[] peepholes;
    private final List<DirectionWeights<A>> directions;
    private final Scratch<RecurrentStep<A>> scratch;

    private record DirectionWeights<A>(A input, A hidden) {}

    private RecurrentKernel(
            Lane<A> lane, Preparation call, RecurrentLayout layout, List<? extends RecurrentCell> cells) {
        this.call = call;
        this.lane = lane;
        this.layout = layout;
        this.cells = cells;
        numbers = new DoubleLane(call.input(0).dtype());
        RecurrentCell cell = cells.getFirst();
        width = cell.kind().gates() * layout.hidden();
        int shares = Math.ceilDiv(call.parallel().threads(), layout.directions());
        blockRows = Math.clamp(Math.ceilDiv(layout.batch(), shares), 1, ROWS);
        traceOutput = cell.kind().traceOutput();
        boolean traces = call.hasOutput(traceOutput);
        biases = new double[call.hasInput(3) ? layout.directions() * 2 * width : 0];
        peepholes = new double[call.hasInput(7) ? layout.directions() * 3 * layout.hidden() : 0];
        directions = layout.reverse().stream()
                .map(reverse -> new DirectionWeights<>(
                        lane.array(layout.inputs() * width), lane.array(layout.hidden() * width)))
                .toList();
        scratch = new Scratch<>(call.parallel(), () -> new RecurrentStep<>(lane, cell, layout, blockRows, traces));
    }

    /** {@return the kernel of a call whose inputs stand as those of LSTM; of its cells there is one per direction} */
    public static Kernel of(Preparation call, RecurrentLayout layout, List<? extends RecurrentCell> cells) {
        return of(Lane.of(call.input(0).dtype()), call, layout, cells);
    }

    private static <A> Kernel of(
            Lane<A> lane, Preparation call, RecurrentLayout layout, List<? extends RecurrentCell> cells) {
        return new RecurrentKernel<>(lane, call, layout, cells);
    }

    @Override
    public void run(Bindings io) {
        for (int d = 0; d < directions.size(); d++) {
            DirectionWeights<A> weights = directions.get(d);
            long w = (long) d * width * layout.inputs();
            lane.loadMatrix(io.input(1), w, 1, layout.inputs(), weights.input(), layout.inputs(), width);
            long r = (long) d * width * layout.hidden();
            lane.loadMatrix(io.input(2), r, 1, layout.hidden(), weights.hidden(), layout.hidden(), width);
        }
        if (biases.length > 0) {
            numbers.load(io.input(3), 0, 1, biases, 0, 1, biases.length);
        }
        if (peepholes.length > 0) {
            numbers.load(io.input(7), 0, 1, peepholes, 0, 1, peepholes.length);
        }
        int blocks = Math.ceilDiv(layout.batch(), blockRows);
        call.parallel().forRange((long) directions.size() * blocks, 1, (from, to) -> {
            RecurrentStep<A> step = scratch.take();
            for (long task = from; task < to; task++) {
                sequence(io, step, (int) (task / blocks), (int) (task % blocks) * blockRows);
            }
            scratch.put(step);
        });
    }

    private void sequence(Bindings io, RecurrentStep<A> step, int direction, int first) {
        step.rows = Math.min(blockRows, layout.batch() - first);
        step.peepholes = peepholes;
        step.peepholesAt = direction * 3 * layout.hidden();
        DirectionWeights<A> weights = directions.get(direction);
        int biasAt = direction * 2 * width;
        step.enter(weights.hidden(), biases, biasAt + width);
        begin(io, 5, step.h, direction, first, step.rows);
        if (step.c.length > 0) {
            begin(io, 6, step.c, direction, first, step.rows);
        }
        Tensor lengths = io.hasInput(4) ? io.input(4) : null;
        Tensor y = io.hasOutput(0) ? io.output(0) : null;
        Tensor trace = io.hasOutput(traceOutput) ? io.output(traceOutput) : null;
        for (int i = 0; i < layout.length(); i++) {
            int t = layout.reverse().get(direction) ? layout.length() - 1 - i : i;
            lane.loadMatrix(
                    io.input(0), layout.input(t, first), layout.inputStride(), 1, step.x, step.rows, layout.inputs());
            step.readInput(weights.input(), layout.inputs(), biases, biasAt);
            cells.get(direction).step(step);
            if (trace != null) {
                trace(step, lengths, trace, t, direction, first);
            }
            advance(step, lengths, y, t, direction, first);
        }
        end(io, 1, step.h, direction, first, step.rows);
        if (step.c.length > 0) {
            end(io, 2, step.c, direction, first, step.rows);
        }
    }

    /** Takes over the next states, where the sequence has not ended, and writes the output. */
    private void advance(
            RecurrentStep<A> step, @Nullable Tensor lengths, @Nullable Tensor y, int t, int direction, int first) {
        int hidden = layout.hidden();
        for (int row = 0; row < step.rows; row++) {
            boolean active = lengths == null || t < lengths.getLong(first + row);
            int at = row * hidden;
            if (active) {
                System.arraycopy(step.nextH, at, step.h, at, hidden);
                if (step.c.length > 0) {
                    System.arraycopy(step.nextC, at, step.c, at, hidden);
                }
            }
            if (y != null) {
                double[] shown = active ? step.h : step.zeros;
                numbers.store(shown, active ? at : 0, y, layout.output(t, direction, first + row), hidden);
            }
        }
    }

    private void trace(RecurrentStep<A> step, @Nullable Tensor lengths, Tensor trace, int t, int direction, int first) {
        int count = step.zeros.length;
        for (int row = 0; row < step.rows; row++) {
            boolean active = lengths == null || t < lengths.getLong(first + row);
            numbers.store(
                    active ? step.trace : step.zeros,
                    active ? row * count : 0,
                    trace,
                    layout.trace(t, direction, first + row) * count,
                    count);
        }
    }

    private void begin(Bindings io, int input, double[] states, int direction, int first, int rows) {
        int hidden = layout.hidden();
        for (int row = 0; row < rows; row++) {
            if (io.hasInput(input)) {
                long from = layout.state(direction, first + row);
                numbers.load(io.input(input), from, 1, states, row * hidden, 1, hidden);
            } else {
                numbers.fill(states, row * hidden, (row + 1) * hidden, 0);
            }
        }
    }

    private void end(Bindings io, int output, double[] states, int direction, int first, int rows) {
        int hidden = layout.hidden();
        for (int row = 0; row < rows && io.hasOutput(output); row++) {
            numbers.store(states, row * hidden, io.output(output), layout.state(direction, first + row), hidden);
        }
    }
}
