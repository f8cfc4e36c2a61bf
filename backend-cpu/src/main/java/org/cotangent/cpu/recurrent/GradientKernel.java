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

/** A recurrent layer in float32 back in time. Constant weights are packed once, others in each run. */
final class GradientKernel implements Kernel {

    private final Parallel parallel;
    private final List<ReverseWeights> weights = new ArrayList<>();
    private final List<ReverseRun> runs = new ArrayList<>();
    private final LayerTensors tensors = new LayerTensors(GradientTensors.PEEPHOLES + 1, GradientTensors.INITIAL_C + 1);
    private final RangeTask task = this::run;
    private final long grain;
    private final boolean packed;

    GradientKernel(Primitives primitives, LayerShape shape, Preparation call) {
        parallel = call.parallel();
        Pieces pieces = Pieces.of(shape, 0, parallel.threads());
        Parallel inner = pieces.within(parallel);
        boolean linearBeforeReset =
                shape.kind() == LayerKind.GRU && call.attributes().flag("linear_before_reset");
        for (int direction = 0; direction < shape.directions(); direction++) {
            ReverseWeights ofDirection = new ReverseWeights(primitives.floatGemm(), shape, direction);
            weights.add(ofDirection);
            for (int part = 0; part < pieces.parts(); part++) {
                Moment moment = pieces.moment(direction, part);
                ReverseCell cell = ReverseCell.of(primitives, shape, ofDirection, moment, inner, linearBeforeReset);
                runs.add(new ReverseRun(primitives, shape, direction, moment, cell));
            }
        }
        grain = pieces.grain();
        Tensor r = call.constant(GradientTensors.R);
        packed = r != null;
        try {
            if (r != null) {
                pack(HostMemory.address(r));
            }
        } finally {
            Reference.reachabilityFence(r);
        }
    }

    @Override
    public void run(Bindings io) {
        try {
            tensors.bind(io);
            if (!packed) {
                pack(tensors.input(GradientTensors.R));
            }
            parallel.forRange(runs.size(), grain, task);
        } finally {
            Reference.reachabilityFence(io);
            Reference.reachabilityFence(this);
        }
    }

    private void pack(long r) {
        for (ReverseWeights direction : weights) {
            direction.pack(parallel, r);
        }
    }

    private void run(long from, long to) {
        for (int i = (int) from; i < to; i++) {
            runs.get(i).run(tensors);
        }
    }
}
