package org.cotangent.bench.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.global.torch;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.TrainingStep;
import org.cotangent.train.loss.Loss;
import org.cotangent.train.loss.SoftmaxCrossEntropy;

/** A network that is written twice, here and in calls of PyTorch, with the same weights. A classifier by default. */
public interface PeerNet {
    /** The name of the input of graphs. */
    String INPUT = "x";

    /** The name of the output of graphs. */
    String OUTPUT = "scores";

    /** {@return the sizes of one input} */
    long[] input();

    /** {@return weights to begin with, by name} */
    SequencedMap<String, Tensor> draw(DType dtype, SplittableRandom random);

    /** {@return what the network keeps but does not train, as it begins, by name} */
    default SequencedMap<String, Tensor> buffers() {
        return new LinkedHashMap<>();
    }

    /** {@return the graph from {@value #INPUT} to {@value #OUTPUT} for a batch of this size} */
    Graph graph(Cotangent cotangent, SequencedMap<String, Tensor> weights, int batch);

    /**
     * {@return the output}
     *
     * @param weights and buffers, by name
     */
    org.bytedeco.pytorch.Tensor forward(
            org.bytedeco.pytorch.Tensor x, Map<String, org.bytedeco.pytorch.Tensor> weights);

    /** {@return random targets} */
    Tensor targets(DType dtype, SplittableRandom random, int size);

    /** {@return what is minimised here} */
    default Loss loss() {
        return new SoftmaxCrossEntropy();
    }

    /** {@return what is minimised there} */
    default org.bytedeco.pytorch.Tensor loss(org.bytedeco.pytorch.Tensor output, org.bytedeco.pytorch.Tensor targets) {
        return torch.cross_entropy_loss(output, targets);
    }

    /** {@return a random input and targets} */
    default Map<String, Tensor> batch(DType dtype, SplittableRandom random, int size) {
        Tensor targets = targets(dtype, random, size);
        return Map.of(INPUT, uniform(dtype, random, 1, batched(size)), TrainingStep.TARGETS, targets);
    }

    /** {@return the type of the input for a batch of this size} */
    default TensorType type(DType dtype, int batch) {
        return TensorType.of(dtype, batched(batch));
    }

    private long[] batched(int size) {
        return LongStream.concat(LongStream.of(size), LongStream.of(input())).toArray();
    }

    /** {@return numbers of classes} */
    static Tensor labels(SplittableRandom random, int size, int classes) {
        Tensor labels = Tensor.allocate(DType.INT64, size);
        for (int i = 0; i < size; i++) {
            labels.setLong(i, random.nextInt(classes));
        }
        return labels;
    }

    /** {@return elements between -bound and bound} */
    static Tensor uniform(DType dtype, SplittableRandom random, double bound, long... sizes) {
        Tensor tensor = Tensor.allocate(dtype, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-bound, bound));
        }
        return tensor;
    }
}
