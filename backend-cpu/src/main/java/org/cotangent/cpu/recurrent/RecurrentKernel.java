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
 * A recurrent layer in float32. Constant weights are packed once, others in each run. Directions run at once where each
 * has too little to do for all threads.
 */
final class RecurrentKernel implements Kernel {

    /** Floating-point operations of a step that are worth all threads. */
    private static final double LEAST_WORK = 400_000;

    private final Parallel parallel;
    private final List<DirectionRun> directions = new ArrayList<>();
    private final LayerTensors tensors = new LayerTensors();
    private final RangeTask task = this::run;
    private final long grain;
    private final boolean packedInputWeights;
    private final boolean packedRecurrence;

    RecurrentKernel(Primitives primitives, LayerShape shape, Preparation call) {
        parallel = call.parallel();
        for (int direction = 0; direction < shape.directions(); direction++) {
            Moment moment = new Moment(shape);
            Cell cell = cell(primitives, shape, moment, call);
            directions.add(new DirectionRun(primitives, shape, direction, moment, cell, parallel));
        }
        double work = 2.0 * shape.batch() * shape.width() * shape.hidden();
        boolean apart = parallel.threads() <= shape.directions() || work < LEAST_WORK;
        grain = apart ? 1 : shape.directions();
        Tensor w = call.constant(LayerTensors.W);
        Tensor r = call.constant(LayerTensors.R);
        packedInputWeights = w != null;
        packedRecurrence = r != null;
        try {
            for (DirectionRun direction : directions) {
                if (w != null) {
                    direction.packInputWeights(HostMemory.address(w));
                }
                if (r != null) {
                    direction.packRecurrence(HostMemory.address(r));
                }
            }
        } finally {
            Reference.reachabilityFence(w);
            Reference.reachabilityFence(r);
        }
    }

    private static Cell cell(Primitives primitives, LayerShape shape, Moment moment, Preparation call) {
        return switch (shape.kind()) {
            case LSTM -> new LstmCell(primitives, shape, moment, call.parallel());
            case GRU ->
                new GruCell(
                        primitives,
                        shape,
                        moment,
                        call.parallel(),
                        call.attributes().flag("linear_before_reset"));
            case RNN -> new RnnCell(primitives, shape, moment, call.parallel());
        };
    }

    @Override
    public void run(Bindings io) {
        try {
            tensors.bind(io);
            parallel.forRange(directions.size(), grain, task);
        } finally {
            Reference.reachabilityFence(io);
            Reference.reachabilityFence(this);
        }
    }

    private void run(long from, long to) {
        for (int i = (int) from; i < to; i++) {
            DirectionRun direction = directions.get(i);
            if (!packedInputWeights) {
                direction.packInputWeights(tensors.input(LayerTensors.W));
            }
            if (!packedRecurrence) {
                direction.packRecurrence(tensors.input(LayerTensors.R));
            }
            direction.run(tensors);
        }
    }
}
