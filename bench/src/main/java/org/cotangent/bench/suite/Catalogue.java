package org.cotangent.bench.suite;

import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cotangent.bench.torch.EncoderBlock;
import org.cotangent.bench.torch.LeNet;
import org.cotangent.bench.torch.LstmClassifier;
import org.cotangent.bench.torch.PeerOptimizer;
import org.cotangent.bench.torch.ResNet18;
import org.cotangent.bench.torch.TwoLayers;

/** The workloads of the suite. */
final class Catalogue {
    private static final GptDecoder GPT = new GptDecoder(4, 6, 64, 8192, 1024);

    private Catalogue() {}

    /** {@return the workloads whose name a pattern is found in} */
    static List<Workload> matching(Pattern names) {
        return Stream.<Supplier<Stream<Workload>>>of(
                        MiniLm::workloads,
                        LightModels::workloads,
                        () -> Stream.of(
                                GPT.workload("gpt-prefill-128", 0, 128),
                                GPT.workload("gpt-decode-128", 128, 1),
                                SmallGraphs.lstm(8, 64, 256),
                                SmallGraphs.tiny(16)),
                        Catalogue::training,
                        () -> Stream.of(new EagerAdd(16, false), new EagerAdd(16, true)))
                .flatMap(Supplier::get)
                .filter(workload -> names.matcher(workload.name()).find())
                .toList();
    }

    private static Stream<Workload> training() {
        PeerOptimizer sgd = PeerOptimizer.sgd(0.01, 0.9);
        return Stream.of(
                new TrainingWorkload("train-lenet-64", new LeNet(), 64, sgd),
                new TrainingWorkload("train-mlp-64", new TwoLayers(784, 512, 10), 64, PeerOptimizer.adamW(1e-3, 0.01)),
                new TrainingWorkload("train-encoder-8x128", new EncoderBlock(384, 12, 1536, 128), 8, sgd),
                new TrainingWorkload("train-lstm-16x64x256", new LstmClassifier(64, 128, 256, 10), 16, sgd),
                new TrainingWorkload("train-resnet18-16x64x64", new ResNet18(64, 64, 10), 16, sgd, 0.05));
    }
}
