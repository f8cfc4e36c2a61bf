package org.cotangent.bench.suite;

import java.util.Map;
import java.util.Objects;
import org.bytedeco.pytorch.global.torch;
import org.cotangent.bench.torch.PeerNet;
import org.cotangent.bench.torch.TorchTensors;
import org.cotangent.bench.torch.TorchTraining;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.TrainingStep;

/** Training steps in PyTorch. */
final class TorchSteps implements Side {
    private final TrainingWorkload workload;
    private final TorchTraining training;
    private final org.bytedeco.pytorch.Tensor x;
    private final org.bytedeco.pytorch.Tensor targets;

    TorchSteps(int threads, TrainingWorkload workload) {
        load();
        torch.set_num_threads(threads);
        this.workload = workload;
        TrainingWorkload.Start start = workload.start();
        training = new TorchTraining(
                workload.net(), start.weights(), workload.optimizer().theirs());
        x = TorchTensors.of(Objects.requireNonNull(start.batch().get(PeerNet.INPUT)));
        targets = TorchTensors.of(Objects.requireNonNull(start.batch().get(TrainingStep.TARGETS)));
    }

    static void load() {
        TorchTensors.unavailable().ifPresent(reason -> {
            throw new Unavailable(reason);
        });
    }

    @Override
    public void run() {
        training.step(x, targets);
    }

    @Override
    public Map<String, Tensor> results() {
        double[] losses = new double[TrainingWorkload.COMPARED];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = training.step(x, targets);
        }
        return Movement.of(losses, workload.start().weights(), training.parameters(DType.FLOAT));
    }

    /** PyTorch's memory belongs to tensors, which go when nothing refers to them. */
    @Override
    public void close() {
        x.close();
        targets.close();
    }
}
