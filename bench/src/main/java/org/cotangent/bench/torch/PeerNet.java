package org.cotangent.bench.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.TrainingStep;

/** A classifier that is written twice, in operators and in calls of PyTorch, with the same weights. */
interface PeerNet {
    /** {@return the sizes of the weights} Those of layers are {@code [outputs, inputs, ...]}, those of biases one. */
    SequencedMap<String, long[]> weights();

    /** {@return the sizes of one input} */
    long[] input();

    int classes();

    /** {@return the scores} */
    Value forward(Formulas f, Value x, Map<String, Value> weights);

    /** {@return the scores} */
    org.bytedeco.pytorch.Tensor forward(
            org.bytedeco.pytorch.Tensor x, Map<String, org.bytedeco.pytorch.Tensor> weights);

    /** {@return weights that are drawn as PyTorch draws them: up to one by the root of the inputs} */
    default SequencedMap<String, Tensor> draw(DType dtype, SplittableRandom random) {
        SequencedMap<String, Tensor> drawn = new LinkedHashMap<>();
        weights().forEach((name, sizes) -> {
            long inputs = LongStream.of(sizes).skip(1).reduce(1, (a, b) -> a * b);
            double bound = sizes.length == 1 ? 0.1 : 1 / Math.sqrt((double) inputs);
            drawn.put(name, random(dtype, random, bound, sizes));
        });
        return drawn;
    }

    /** {@return the graph of the scores for a batch of this size} */
    default Graph graph(Cotangent cotangent, SequencedMap<String, Tensor> weights, int batch) {
        GraphBuilder builder = cotangent.graph("net");
        DType dtype = weights.firstEntry().getValue().dtype();
        Value x = builder.input("x", TensorType.of(dtype, batched(batch)));
        Map<String, Value> values = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> values.put(name, builder.initializer(name, tensor)));
        builder.output("scores", forward(new Formulas(builder), x, values));
        return builder.build();
    }

    /** {@return an input "x" and targets} */
    default Map<String, Tensor> batch(DType dtype, SplittableRandom random, int size) {
        Tensor labels = Tensor.allocate(DType.INT64, size);
        for (int i = 0; i < size; i++) {
            labels.setLong(i, random.nextInt(classes()));
        }
        return Map.of("x", random(dtype, random, 1, batched(size)), TrainingStep.TARGETS, labels);
    }

    private long[] batched(int size) {
        return LongStream.concat(LongStream.of(size), LongStream.of(input())).toArray();
    }

    private static Tensor random(DType dtype, SplittableRandom random, double bound, long... sizes) {
        Tensor tensor = Tensor.allocate(dtype, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-bound, bound));
        }
        return tensor;
    }
}
