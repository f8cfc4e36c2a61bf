package org.cotangent.bench.torch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.global.torch;
import org.cotangent.bench.Difference;
import org.cotangent.bench.Timing;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Profile;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.Training;
import org.cotangent.train.TrainingStep;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Times training steps of a LeNet here and in PyTorch: same weights, batches and threads, parameters compared first.
 */
@Command(
        name = "train-peer",
        mixinStandardHelpOptions = true,
        description = "Time training steps of a LeNet (SGD with momentum) beside PyTorch.")
public final class TrainingBench implements Callable<Integer> {
    private static final double RATE = 0.01;
    private static final double MOMENTUM = 0.9;
    private static final int COMPARED = 10;

    @Option(names = "--batch", paramLabel = "N", description = "Pictures in a batch (default 64).")
    private int batch = 64;

    @Option(names = "--threads", paramLabel = "N", description = "Compute threads of both (default: all processors).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--runs", paramLabel = "N", description = "Timed steps (default 200).")
    private int runs = 200;

    @Option(names = "--profile", description = "Also print what operators and kernels cost.")
    private boolean profile;

    private TrainingBench() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new TrainingBench());
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("error: " + (e instanceof CotangentException ? e.getMessage() : e.toString()));
            return 2;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() {
        System.setProperty("cotangent.threads", Integer.toString(threads));
        TorchTensors.unavailable().ifPresent(reason -> {
            throw new CotangentException(reason);
        });
        torch.set_num_threads(threads);
        PeerNet net = new LeNet();
        SplittableRandom random = new SplittableRandom(17);
        SequencedMap<String, Tensor> weights = net.draw(DType.FLOAT, random);
        List<Map<String, Tensor>> batches = new ArrayList<>();
        for (int i = 0; i < COMPARED; i++) {
            batches.add(net.batch(DType.FLOAT, random, batch));
        }
        Cotangent cotangent = Cotangent.load();
        PeerOptimizer optimizer = PeerOptimizer.sgd(RATE, MOMENTUM);
        TrainingStep.Recipe recipe =
                new TrainingStep.Recipe(PeerNet.OUTPUT, net.loss(), optimizer.ours(), null, weights.keySet());
        try (Training ours = new Training(cotangent, net.graph(cotangent, weights, batch), recipe)) {
            TorchTraining theirs = new TorchTraining(net, weights, optimizer.theirs());
            batches.forEach(data -> {
                ours.step(RATE, data);
                theirs.step(TorchTensors.of(get(data, "x")), TorchTensors.of(get(data, TrainingStep.TARGETS)));
            });
            double difference = Difference.of(ours.parameters(), theirs.parameters(DType.FLOAT));
            System.out.printf(
                    Locale.ROOT, "parameters after %d steps: %.1e largest difference%n", COMPARED, difference);
            Map<String, Tensor> data = batches.getFirst();
            org.bytedeco.pytorch.Tensor x = TorchTensors.of(get(data, "x"));
            org.bytedeco.pytorch.Tensor targets = TorchTensors.of(get(data, TrainingStep.TARGETS));
            List<Timing> timings = Timing.of(runs, List.of(() -> ours.step(RATE, data), () -> theirs.step(x, targets)));
            System.out.printf(Locale.ROOT, "threads %d, batch %d%n", threads, batch);
            System.out.printf(Locale.ROOT, "cotangent: %s%n", describe(timings.getFirst()));
            System.out.printf(Locale.ROOT, "pytorch:   %s%n", describe(timings.getLast()));
            System.out.printf(
                    Locale.ROOT,
                    "ratio of times: %.2f%n",
                    timings.getFirst().median() / timings.getLast().median());
            if (profile) {
                Profile measured = ours.planned(data).profile();
                for (int i = 0; i < runs; i++) {
                    ours.step(RATE, data);
                }
                measured.kinds().forEach(System.out::println);
            }
        }
        return 0;
    }

    private static Tensor get(Map<String, Tensor> tensors, String name) {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new CotangentException("there is no tensor '" + name + "'");
        }
        return tensor;
    }

    private String describe(Timing timing) {
        return String.format(
                Locale.ROOT,
                "%.0f samples/s, %.2f ms a step (%.2f to %.2f)",
                batch * 1000 / timing.median(),
                timing.median(),
                timing.low(),
                timing.high());
    }
}
