package org.cotangent.ops.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers of the usual kind are differentiated by one operator, all others as they are unrolled. */
class RecurrentGradientTest {
    private static final int DRAWS = 40;
    /** So far away that nothing is changed. */
    private static final float CLIP = 1e30f;

    private final Cotangent cotangent =
            Cotangent.portable(OperatorRegistry.load(RecurrentGradientTest.class.getClassLoader()));

    static List<Operator> layers() {
        return List.of(new LSTM(), new GRU(), new RNN());
    }

    /** The graph of a call and its vector-Jacobian products with respect to all floating inputs. */
    private Graph gradient(Operator layer, Attributes attributes, Map<String, TensorType> types, int outputs) {
        GraphBuilder builder = cotangent.graph("layer");
        List<@Nullable Value> inputs = new ArrayList<>();
        List<String> wrt = new ArrayList<>();
        layer.signature().inputs().forEach(port -> {
            TensorType type = types.get(port.name());
            inputs.add(type == null ? null : builder.input(port.name(), type));
            if (type != null && type.dtype().isFloating()) {
                wrt.add(port.name());
            }
        });
        List<Value> results = builder.emit(layer, layer.signature().resolve(attributes), inputs, outputs);
        for (int i = 0; i < outputs; i++) {
            builder.output("y" + i, results.get(i));
        }
        return cotangent.differentiation().vjp(builder.build(), wrt);
    }

    private static long fused(Graph graph) {
        return graph.nodes().stream()
                .filter(node -> node.operator().id().type().endsWith("Gradient"))
                .count();
    }

    private Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        inputs.forEach((name, tensor) -> types.put(name, tensor.type()));
        try (var session = cotangent.plan(graph, types).newSession()) {
            return session.run(inputs);
        }
    }

    private static Map<String, TensorType> types(Map<String, Tensor> tensors) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> types.put(name, tensor.type()));
        return types;
    }

    private static void assertSame(Map<String, Tensor> expected, Map<String, Tensor> actual, String what) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((name, tensor) -> {
            Tensor other = actual.getOrDefault(name, tensor);
            assertEquals(tensor.shape(), other.shape());
            assertArrayEquals(tensor.toDoubles(), other.toDoubles(), 1e-11, what + " " + name);
        });
    }

    /** Inputs by name, and a random cotangent for each output. */
    private static SequencedMap<String, Tensor> tensors(Operator layer, List<@Nullable Tensor> inputs) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor input = inputs.get(i);
            if (input != null) {
                tensors.put(layer.signature().input(i).name(), input);
            }
        }
        return tensors;
    }

    private static void addCotangents(Map<String, Tensor> tensors, Graph graph) {
        graph.inputs().forEach((name, value) -> {
            if (name.startsWith("cotangent.")) {
                tensors.put(name, numbers(name.hashCode(), value.tensorType().shape()));
            }
        });
    }

    private static Tensor numbers(long seed, Shape shape) {
        Tensor tensor = Tensor.allocate(DType.DOUBLE, shape.sizes());
        SplittableRandom random = new SplittableRandom(seed);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-1, 1));
        }
        return tensor;
    }

    @ParameterizedTest
    @MethodSource("layers")
    void theShortWayArrivesWhereTheLayerUnrolledDoes(Operator layer) {
        for (int draw = 0; draw < DRAWS; draw++) {
            Domain.Sample sample = layer.domain().sample(new Random(draw), 1 + draw % 5);
            Attributes plain = sample.attributes().with("clip", 0f);
            if (layer instanceof LSTM) {
                plain = plain.with("input_forget", 0);
            }
            SequencedMap<String, Tensor> tensors = tensors(layer, sample.inputs());
            Graph shortWay = gradient(layer, plain, types(tensors), sample.outputs());
            Graph unrolled = gradient(layer, plain.with("clip", CLIP), types(tensors), sample.outputs());
            assertEquals(1, fused(shortWay));
            assertEquals(0, fused(unrolled));
            addCotangents(tensors, shortWay);
            assertSame(run(unrolled, tensors), run(shortWay, tensors), layer + " " + sample);
        }
    }

    @Test
    void whatIsNotPlainIsUnrolled() {
        Map<String, TensorType> types = new LinkedHashMap<>();
        types.put("X", TensorType.of(DType.DOUBLE, 3, 2, 2));
        types.put("W", TensorType.of(DType.DOUBLE, 1, 4, 2));
        types.put("R", TensorType.of(DType.DOUBLE, 1, 4, 1));
        Operator lstm = new LSTM();
        assertEquals(1, fused(gradient(lstm, Attributes.none(), types, 1)));
        assertEquals(1, fused(gradient(lstm, activations("sigmoid", "TANH", "Tanh"), types, 1)));
        assertEquals(0, fused(gradient(lstm, activations("Sigmoid", "Relu", "Tanh"), types, 1)));
        assertEquals(0, fused(gradient(lstm, Attributes.none().with("clip", 2f), types, 1)));
        assertEquals(0, fused(gradient(lstm, Attributes.of("input_forget", 1), types, 1)));
    }

    private static Attributes activations(String... names) {
        return Attributes.none().with("activations", new Attribute.OfStrings(List.of(names)));
    }

    /** One graph for all lengths and batches gives what graphs of known sizes give. */
    @ParameterizedTest
    @MethodSource("layers")
    void lengthAndBatchMayBeSymbolic(Operator layer) {
        long gates = layer instanceof LSTM ? 4 : layer instanceof GRU ? 3 : 1;
        Attributes both = Attributes.of("direction", "bidirectional").with("layout", 1);
        Map<String, TensorType> symbolic = new LinkedHashMap<>();
        symbolic.put(
                "X",
                new TensorType(DType.DOUBLE, Shape.of(List.of(Dim.symbol("batch"), Dim.symbol("time"), Dim.of(2)))));
        symbolic.put("W", TensorType.of(DType.DOUBLE, 2, 3 * gates, 2));
        symbolic.put("R", TensorType.of(DType.DOUBLE, 2, 3 * gates, 3));
        symbolic.put("B", TensorType.of(DType.DOUBLE, 2, 6 * gates));
        Graph any = gradient(layer, both, symbolic, 2);
        assertEquals(1, fused(any));
        for (int size = 1; size < 4; size++) {
            SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
            tensors.put("X", numbers(size, Shape.of(size, 5 - size, 2)));
            for (String weights : List.of("W", "R", "B")) {
                TensorType type = symbolic.getOrDefault(weights, TensorType.of(DType.DOUBLE));
                tensors.put(weights, numbers(weights.hashCode(), type.shape()));
            }
            Graph known = gradient(layer, both.with("clip", CLIP), types(tensors), 2);
            addCotangents(tensors, known);
            assertSame(run(known, tensors), run(any, tensors), layer + " " + size);
        }
    }
}
