package org.cotangent.bench.suite;

import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.cotangent.bench.Difference;
import org.cotangent.bench.torch.PeerNet;
import org.cotangent.bench.torch.PeerOptimizer;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * Training steps of a network on one batch, here and in PyTorch, from the same weights.
 *
 * @param tolerance of how far the steps moved parameters. A share of rounding errors opens or closes rectifiers, so
 *     that gradients differ by the root of that share; in deep networks each step amplifies what came of the one before
 */
record TrainingWorkload(String name, PeerNet net, int batch, PeerOptimizer optimizer, double tolerance)
        implements Workload {
    private static final double USUAL = 5e-3;

    TrainingWorkload(String name, PeerNet net, int batch, PeerOptimizer optimizer) {
        this(name, net, batch, optimizer, USUAL);
    }

    /** The steps after which sides are compared. */
    static final int COMPARED = 3;

    private static final long SEED = 17;

    /** What both sides begin with. */
    record Start(SequencedMap<String, Tensor> weights, Map<String, Tensor> batch) {}

    Start start() {
        SplittableRandom random = new SplittableRandom(SEED);
        SequencedMap<String, Tensor> weights = net.draw(DType.FLOAT, random);
        return new Start(weights, net.batch(DType.FLOAT, random, batch));
    }

    @Override
    public Kind kind() {
        return Kind.TRAINING;
    }

    /** By norms, since a rectifier whose argument is almost 0 may be open here and closed there. */
    @Override
    public double difference(Map<String, Tensor> ours, Map<String, Tensor> theirs) {
        return Difference.ofNorms(ours, theirs);
    }

    @Override
    public void loadPeer() {
        TorchSteps.load();
    }

    @Override
    public Side ours(Setting setting) {
        return new CotangentTraining(setting.cotangent(), this);
    }

    @Override
    public Side theirs(Setting setting) {
        return new TorchSteps(setting.threads(), this);
    }
}
