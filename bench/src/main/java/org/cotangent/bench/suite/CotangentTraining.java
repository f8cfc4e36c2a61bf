package org.cotangent.bench.suite;

import java.util.Map;
import java.util.Optional;
import org.cotangent.bench.torch.PeerNet;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Profile;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.Training;
import org.cotangent.train.TrainingStep;

/** Planned training steps. */
final class CotangentTraining implements Side {
    private final TrainingWorkload workload;
    private final Map<String, Tensor> batch;
    private final Training training;
    private final double rate;

    CotangentTraining(Cotangent cotangent, TrainingWorkload workload) {
        PeerNet net = workload.net();
        this.workload = workload;
        TrainingWorkload.Start start = workload.start();
        batch = start.batch();
        rate = workload.optimizer().rate();
        TrainingStep.Recipe recipe = new TrainingStep.Recipe(
                PeerNet.OUTPUT,
                net.loss(),
                workload.optimizer().ours(),
                null,
                start.weights().keySet());
        training = Training.inPlace(cotangent, net.graph(cotangent, start.weights(), workload.batch()), recipe);
    }

    @Override
    public void run() {
        training.step(rate, batch);
    }

    @Override
    public Map<String, Tensor> results() {
        double[] losses = new double[TrainingWorkload.COMPARED];
        for (int i = 0; i < losses.length; i++) {
            losses[i] = training.step(rate, batch).loss();
        }
        return Movement.of(losses, workload.start().weights(), training.parameters());
    }

    @Override
    public Optional<Profile> profile() {
        return Optional.of(training.planned(batch).profile());
    }

    @Override
    public void close() {
        training.close();
    }
}
