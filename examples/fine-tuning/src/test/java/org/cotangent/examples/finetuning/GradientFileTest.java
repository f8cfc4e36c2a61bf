package org.cotangent.examples.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.autodiff.Differentiation;
import org.cotangent.engine.plan.Session;
import org.cotangent.onnx.ExportOptions;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ONNX Runtime computes the gradients of a sentence encoder by all its weights, from a file with symbolic sizes. */
class GradientFileTest {
    private static final int SENTENCES = 2;
    private static final int TOKENS = 7;

    private final SplittableRandom random = new SplittableRandom(11);

    @Test
    void allWeightsOfTheEncoder(@TempDir Path folder) {
        Cotangent cotangent = Cotangent.load();
        Path file = folder.resolve("vjp.onnx");
        Graph product;
        Set<String> weights;
        Path source = folder.resolve(SentenceEncoder.MODEL);
        SentenceEncoder.copyModel(source);
        try (Model model = Model.open(cotangent, source)) {
            weights = model.trained();
            GraphBuilder builder = GraphBuilder.from(model.graph(), cotangent.operators());
            model.graph().initializers().keySet().stream()
                    .filter(value -> weights.contains(value.name()))
                    .forEach(builder::markParameter);
            product = cotangent.differentiation().vjp(builder.build(), weights);
            Onnx.write(product, cotangent.operators(), file, ExportOptions.standard());
        }
        assertTrue(weights.size() > 90, () -> weights.size() + " weights");
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        product.inputs().forEach((name, value) -> inputs.put(name, tensor(name, value)));
        Map<String, Tensor> expected;
        try (Session session = cotangent.plan(product, types(inputs)).newSession()) {
            expected = session.run(inputs);
        }
        try (OnnxRuntimeModel peer = OnnxRuntimeModel.open(file)) {
            Map<String, Tensor> found = peer.run(inputs, product.outputs().keySet());
            double largest = 0;
            for (String weight : weights) {
                largest = Math.max(largest, norm(Objects.requireNonNull(expected.get(Differentiation.VJP + weight))));
            }
            for (String weight : weights) {
                String name = Differentiation.VJP + weight;
                compare(
                        name,
                        1e-6 * largest,
                        Objects.requireNonNull(expected.get(name)),
                        Objects.requireNonNull(found.get(name)));
            }
        }
    }

    private static Map<String, TensorType> types(Map<String, Tensor> inputs) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> types.put(name, tensor.type()));
        return types;
    }

    private Tensor tensor(String name, Value value) {
        int rank = value.shape().rank();
        long last = value.shape().dim(rank - 1).isKnown()
                ? value.shape().dim(rank - 1).size()
                : TOKENS;
        long[] sizes = rank == 3 ? new long[] {SENTENCES, TOKENS, last} : new long[] {SENTENCES, last};
        Tensor tensor = Tensor.allocate(value.dtype(), sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            if (value.dtype() == DType.FLOAT) {
                tensor.setDouble(i, random.nextDouble(-1, 1));
            } else {
                tensor.setDouble(i, name.contains("mask") ? 1 : name.contains("type") ? 0 : random.nextInt(1000, 2000));
            }
        }
        return tensor;
    }

    private static double norm(Tensor tensor) {
        return Math.sqrt(Arrays.stream(tensor.toDoubles()).map(x -> x * x).sum());
    }

    /** By the norm of the difference: a gradient may be a sum of zero, such as those of the biases of keys. */
    private static void compare(String name, double noise, Tensor expected, Tensor found) {
        assertEquals(expected.type(), found.type(), name);
        Tensor difference = expected.copy();
        for (long i = 0; i < expected.elements(); i++) {
            difference.setDouble(i, found.getDouble(i) - expected.getDouble(i));
        }
        double bound = 1e-4 * norm(expected) + noise;
        assertTrue(norm(difference) <= bound, () -> name + " differs by " + norm(difference) + " > " + bound);
    }
}
