package org.cotangent.bench.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bytedeco.pytorch.AdagradOptions;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.LBFGS;
import org.bytedeco.pytorch.LBFGSOptions;
import org.bytedeco.pytorch.RMSpropOptions;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.TensorVector;
import org.cotangent.bench.Difference;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.LbfgsTraining;
import org.cotangent.train.Objective;
import org.cotangent.train.Training;
import org.cotangent.train.TrainingStep;
import org.cotangent.train.loss.SoftmaxCrossEntropy;
import org.cotangent.train.optim.Adagrad;
import org.cotangent.train.optim.Adam;
import org.cotangent.train.optim.AdamW;
import org.cotangent.train.optim.Lbfgs;
import org.cotangent.train.optim.Optimizer;
import org.cotangent.train.optim.RmsProp;
import org.cotangent.train.optim.Sgd;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The same networks trained from the same weights on the same batches, here and in PyTorch. */
@ExtendWith(Torch.class)
class OptimizerPeerTest {
    private static final int STEPS = 50;
    private static final int BATCH = 8;
    private static final double TOLERANCE = 1e-5;

    private final Cotangent cotangent = Cotangent.load();

    /**
     * An optimiser here and there.
     *
     * @param smooth whether small differences of the gradient stay small, so that float32 can be compared, too: a
     *     division by the root of the second moment makes the sign of a gradient near 0 a whole step
     */
    record Pair(
            Optimizer ours,
            double rate,
            Function<TensorVector, org.bytedeco.pytorch.Optimizer> theirs,
            boolean smooth) {
        @Override
        public String toString() {
            return ours + " at " + rate;
        }
    }

    /** A network, a type, an optimiser. */
    record Peers(PeerNet net, DType dtype, Pair optimizer) {}

    private static Pair sgd(double momentum, double dampening, boolean nesterov, double decay) {
        SGDOptions options = new SGDOptions(0.1);
        options.momentum().put(momentum);
        options.dampening().put(dampening);
        options.nesterov().put(nesterov);
        options.weight_decay().put(decay);
        Sgd ours = new Sgd(momentum, dampening, nesterov, decay);
        return new Pair(ours, 0.1, parameters -> new org.bytedeco.pytorch.SGD(parameters, options), true);
    }

    private static Pair adam(double decay, boolean amsgrad) {
        AdamOptions options = new AdamOptions(0.01);
        options.weight_decay().put(decay);
        options.amsgrad().put(amsgrad);
        Adam ours = new Adam(0.9, 0.999, 1e-8, decay, amsgrad);
        return new Pair(ours, 0.01, parameters -> new org.bytedeco.pytorch.Adam(parameters, options), false);
    }

    private static Pair adamW(double decay, boolean amsgrad) {
        AdamWOptions options = new AdamWOptions(0.01);
        options.weight_decay().put(decay);
        options.amsgrad().put(amsgrad);
        AdamW ours = new AdamW(0.9, 0.999, 1e-8, decay, amsgrad);
        return new Pair(ours, 0.01, parameters -> new org.bytedeco.pytorch.AdamW(parameters, options), false);
    }

    private static Pair rmsProp(double alpha, double decay, double momentum, boolean centered) {
        RMSpropOptions options = new RMSpropOptions(0.005);
        options.alpha().put(alpha);
        options.weight_decay().put(decay);
        options.momentum().put(momentum);
        options.centered().put(centered);
        RmsProp ours = new RmsProp(alpha, 1e-8, decay, momentum, centered);
        return new Pair(ours, 0.005, parameters -> new org.bytedeco.pytorch.RMSprop(parameters, options), false);
    }

    private static Pair adagrad(double rateDecay, double decay, double initial) {
        AdagradOptions options = new AdagradOptions(0.05);
        options.lr_decay().put(rateDecay);
        options.weight_decay().put(decay);
        options.initial_accumulator_value().put(initial);
        Adagrad ours = new Adagrad(rateDecay, decay, initial, 1e-10);
        return new Pair(ours, 0.05, parameters -> new org.bytedeco.pytorch.Adagrad(parameters, options), false);
    }

    static Stream<Peers> peers() {
        List<Pair> pairs = List.of(
                sgd(0, 0, false, 0),
                sgd(0, 0, false, 0.05),
                sgd(0.9, 0, false, 0),
                sgd(0.9, 0.3, false, 0.01),
                sgd(0.8, 0, true, 0.01),
                adam(0, false),
                adam(0.05, true),
                adamW(0.1, false),
                adamW(0.01, true),
                rmsProp(0.99, 0, 0, false),
                rmsProp(0.9, 0.01, 0.7, false),
                rmsProp(0.95, 0, 0.5, true),
                adagrad(0, 0, 0),
                adagrad(0.02, 0.05, 0.1));
        return Stream.of(new Mlp(), new SmallConvolution())
                .flatMap(net -> pairs.stream()
                        .flatMap(
                                pair -> (pair.smooth() ? Stream.of(DType.DOUBLE, DType.FLOAT) : Stream.of(DType.DOUBLE))
                                        .map(dtype -> new Peers(net, dtype, pair))));
    }

    @ParameterizedTest
    @MethodSource("peers")
    void parametersAreThoseOfPyTorch(Peers peers) {
        PeerNet net = peers.net();
        DType dtype = peers.dtype();
        SplittableRandom random = new SplittableRandom(3);
        SequencedMap<String, Tensor> weights = net.draw(dtype, random);
        List<Map<String, Tensor>> batches = batches(net, dtype, random);
        TrainingStep.Recipe recipe = new TrainingStep.Recipe(
                "scores", new SoftmaxCrossEntropy(), peers.optimizer().ours(), null, weights.keySet());
        try (Training ours = new Training(cotangent, net.graph(cotangent, weights, BATCH), recipe)) {
            TorchTraining theirs =
                    new TorchTraining(net, weights, peers.optimizer().theirs());
            for (int k = 0; k < STEPS; k++) {
                Map<String, Tensor> batch = batches.get(k % batches.size());
                double loss = ours.step(peers.optimizer().rate(), batch).loss();
                assertEquals(step(theirs, batch), loss, TOLERANCE * Math.abs(loss), "loss of step " + k);
            }
            close(ours.parameters(), theirs.parameters(dtype), TOLERANCE);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lbfgsIsThatOfPyTorch(boolean strongWolfe) {
        PeerNet net = new Mlp();
        SplittableRandom random = new SplittableRandom(5);
        SequencedMap<String, Tensor> weights = net.draw(DType.DOUBLE, random);
        Map<String, Tensor> batch = net.batch(DType.DOUBLE, random, 40);
        double rate = strongWolfe ? 1 : 0.3;
        LBFGSOptions options = new LBFGSOptions(rate);
        options.max_iter().put(4);
        options.max_eval().put(9);
        options.history_size().put(5);
        if (strongWolfe) {
            options.line_search_fn().put("strong_wolfe");
        }
        Lbfgs settings = new Lbfgs(4, 9, 1e-7, 1e-9, 5, strongWolfe);
        Objective objective = new Objective("scores", new SoftmaxCrossEntropy(), weights.keySet());
        try (LbfgsTraining ours =
                new LbfgsTraining(cotangent, net.graph(cotangent, weights, 40), objective, settings)) {
            TorchTraining theirs = new TorchTraining(net, weights, parameters -> new LBFGS(parameters, options));
            for (int k = 0; k < 10; k++) {
                double loss = ours.step(rate, batch).loss();
                assertEquals(step(theirs, batch), loss, TOLERANCE * Math.abs(loss), "loss of step " + k);
            }
            close(ours.parameters(), theirs.parameters(DType.DOUBLE), TOLERANCE);
        }
    }

    private static List<Map<String, Tensor>> batches(PeerNet net, DType dtype, SplittableRandom random) {
        List<Map<String, Tensor>> batches = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            batches.add(net.batch(dtype, random, BATCH));
        }
        return batches;
    }

    private static double step(TorchTraining training, Map<String, Tensor> batch) {
        Tensor x = Objects.requireNonNull(batch.get("x"));
        Tensor targets = Objects.requireNonNull(batch.get(TrainingStep.TARGETS));
        return training.step(TorchTensors.of(x), TorchTensors.of(targets));
    }

    private static void close(Map<String, Tensor> actual, Map<String, Tensor> expected, double tolerance) {
        double difference = Difference.of(actual, expected);
        assertTrue(difference <= tolerance, () -> "parameters differ by " + difference);
    }
}
