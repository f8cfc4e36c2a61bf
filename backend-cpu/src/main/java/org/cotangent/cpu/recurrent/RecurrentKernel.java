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

/** A recurrent layer in float32. Constant weights are packed once, others in each run. */
final class RecurrentKernel implements Kernel {

    private final Parallel parallel;
    private final List<DirectionWeights> weights = new ArrayList<>();
    private final List<DirectionRun> runs = new ArrayList<>();
    private final LayerTensors tensors = new LayerTensors(LayerTensors.PEEPHOLES + 1, LayerTensors.TRACE + 1);
    private final RangeTask task = this::run;
    private final long grain;
    private final boolean packedInputWeights;
    private final boolean packedRecurrence;

    RecurrentKernel(Primitives primitives, LayerShape shape, Preparation call) {
        parallel = call.parallel();
        Pieces pieces = Pieces.of(shape, shape.inputs(), parallel.threads());
        Parallel inner = pieces.within(parallel);
        for (int direction = 0; direction < shape.directions(); direction++) {
            DirectionWeights packed = new DirectionWeights(primitives.floatGemm(), shape, direction);
            weights.add(packed);
            for (int part = 0; part < pieces.parts(); part++) {
                Moment moment = pieces.moment(direction, part);
                Cell cell = cell(primitives, shape, packed, moment, inner, call);
                runs.add(new DirectionRun(primitives, shape, direction, packed.inputs(), moment, cell, inner));
            }
        }
        grain = pieces.grain();
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
