package org.cotangent.cpu.recurrent;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import org.cotangent.cpu.primitive.HostMemory;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.RangeTask;
import org.cotangent.spi.tensor.Tensor;

/**
 * A recurrent layer in float32. Constant weights are packed once, others in each run.
 *
 * <p>Directions and parts of the batch are independent: threads run them from the first time to the last, without
 * waiting for each other at each time. Where there are too few of them, threads share the products of each time.
 */
final class RecurrentKernel implements Kernel {

    /** Floating-point operations that are worth a thread's start. */
    private static final double LEAST_WORK = 200_000;
    /** Most bytes of recurrence weights that each thread reads as a whole at each time: they stay in its cache. */
    private static final double MOST_SHARED_BYTES = 3 << 19;

    private final Parallel parallel;
    private final List<DirectionWeights> weights = new ArrayList<>();
    private final List<DirectionRun> runs = new ArrayList<>();
    private final LayerTensors tensors = new LayerTensors();
    private final RangeTask task = this::run;
    private final long grain;
    private final boolean packedInputWeights;
    private final boolean packedRecurrence;

    RecurrentKernel(Primitives primitives, LayerShape shape, Preparation call) {
        parallel = call.parallel();
        int parts = parts(shape, parallel.threads());
        boolean apart = apart(shape, parts * shape.directions(), parallel.threads());
        parts = apart ? parts : 1;
        Parallel inner = apart ? Parallel.sequential() : parallel;
        for (int direction = 0; direction < shape.directions(); direction++) {
            DirectionWeights packed = new DirectionWeights(primitives.floatGemm(), shape, direction);
            weights.add(packed);
            for (int part = 0; part < parts; part++) {
                int first = shape.batch() * part / parts;
                Moment moment = new Moment(shape, first, shape.batch() * (part + 1) / parts - first);
                Cell cell = cell(primitives, shape, packed, moment, inner, call);
                runs.add(new DirectionRun(primitives, shape, direction, packed.inputs(), moment, cell, inner));
            }
        }
        grain = apart ? 1 : runs.size();
        Tensor w = call.constant(LayerTensors.W);
        Tensor r = call.constant(LayerTensors.R);
        packedInputWeights = w != null;
        packedRecurrence = r != null;
        try {
            pack(w == null ? 0 : HostMemory.address(w), r == null ? 0 : HostMemory.address(r));
        } finally {
            Reference.reachabilityFence(w);
            Reference.reachabilityFence(r);
        }
    }

    /** Into how many parts the batch is cut for each direction, so that all threads have one. */
    private static int parts(LayerShape shape, int threads) {
        double work = 2.0 * shape.length() * shape.batch() * shape.width() * (shape.inputs() + shape.hidden());
        int most = (int) Math.clamp(work / LEAST_WORK, 1, shape.batch());
        double bytes = (double) Float.BYTES * shape.width() * shape.hidden();
        return bytes > MOST_SHARED_BYTES ? 1 : Math.min(most, Math.ceilDiv(threads, shape.directions()));
    }

    /** Whether threads run such pieces each on its own, rather than together one after the other. */
    private static boolean apart(LayerShape shape, int pieces, int threads) {
        double step = 2.0 * shape.batch() * shape.width() * shape.hidden();
        return pieces > 1 && (2 * pieces > threads || step < 2 * LEAST_WORK);
    }

    private static Cell cell(
            Primitives primitives,
            LayerShape shape,
            DirectionWeights packed,
            Moment moment,
            Parallel inner,
            Preparation call) {
        return switch (shape.kind()) {
            case LSTM -> new LstmCell(primitives, shape, packed, moment, inner);
            case GRU -> {
                boolean linearBeforeReset = call.attributes().flag("linear_before_reset");
                yield new GruCell(primitives, shape, packed, moment, inner, linearBeforeReset);
            }
            case RNN -> new RnnCell(primitives, shape, packed, moment, inner);
        };
    }

    @Override
    public void run(Bindings io) {
        try {
            tensors.bind(io);
            pack(
                    packedInputWeights ? 0 : tensors.input(LayerTensors.W),
                    packedRecurrence ? 0 : tensors.input(LayerTensors.R));
            parallel.forRange(runs.size(), grain, task);
        } finally {
            Reference.reachabilityFence(io);
            Reference.reachabilityFence(this);
        }
    }

    /** Packs the weights at these addresses; not those at address 0. */
    private void pack(long w, long r) {
        for (DirectionWeights direction : weights) {
            if (w != 0) {
                direction.packInputs(parallel, w);
            }
            if (r != 0) {
                direction.packRecurrence(parallel, r);
            }
        }
    }

    private void run(long from, long to) {
        for (int i = (int) from; i < to; i++) {
            runs.get(i).run(tensors);
        }
    }
}
