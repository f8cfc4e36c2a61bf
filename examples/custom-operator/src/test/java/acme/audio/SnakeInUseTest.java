package acme.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.eager.Eager;
import org.cotangent.engine.eager.EagerValue;
import org.cotangent.engine.plan.Session;
import org.cotangent.onnx.ExportOptions;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator as its users meet it: found, differentiated, and exported to a runtime that has never heard of it. */
class SnakeInUseTest {
    private static final float[] X = {-1.5f, -0.25f, 0, 0.5f, 1, 2};
    private static final float[] A = {0.5f, 1, 2};

    private final Cotangent cotangent = Cotangent.load();

    private static Value snake(Formulas f, Value x, Value a) {
        return f.call("acme.audio", "Snake", Attributes.none(), 1, x, a).getFirst();
    }

    private static double slope(double x, double a) {
        return 1 + Math.sin(2 * a * x);
    }

    private Graph graph() {
        GraphBuilder builder = cotangent.graph("periodic");
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 2, 3));
        Value a = builder.parameter("a", Tensor.vector(A));
        builder.output("y", snake(new Formulas(builder), x, a));
        return builder.build();
    }

    private float[] run(Graph graph, Map<String, Tensor> inputs, String output) {
        try (Session session = cotangent.plan(graph, Map.of()).newSession()) {
            return session.run(inputs).get(output).toFloats();
        }
    }

    private static float[] runElsewhere(Path file, Map<String, float[]> inputs, String output) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> fed = new HashMap<>();
        for (Map.Entry<String, float[]> input : inputs.entrySet()) {
            fed.put(
                    input.getKey(),
                    OnnxTensor.createTensor(environment, FloatBuffer.wrap(input.getValue()), new long[] {2, 3}));
        }
        try (OrtSession session = environment.createSession(file.toString());
                OrtSession.Result result = session.run(fed)) {
            FloatBuffer values = ((OnnxTensor) result.get(output).orElseThrow()).getFloatBuffer();
            float[] copy = new float[values.remaining()];
            values.get(copy);
            return copy;
        } finally {
            fed.values().forEach(OnnxTensor::close);
        }
    }

    @Test
    void isFoundByServiceLoader() {
        assertInstanceOf(Snake.class, cotangent.operators().get("acme.audio", "Snake"));
    }

    @Test
    void hasGradients() {
        Eager eager = cotangent.eager();
        EagerValue x = eager.variable(Tensor.of(X, 2, 3));
        EagerValue a = eager.variable(Tensor.vector(A));
        Value y = snake(eager.formulas(), x, a);
        List<Tensor> gradients = eager.grad(eager.formulas().reduceSum(y, false), List.of(x, a));
        for (int i = 0; i < X.length; i++) {
            assertEquals(slope(X[i], A[i % 3]), gradients.getFirst().getDouble(i), 1e-6);
        }
        assertArrayEquals(new long[] {3}, gradients.getLast().sizes());
    }

    @Test
    void runsInOnnxRuntimeAsAFunctionOfTheModel(@TempDir Path folder) throws OrtException {
        Path file = folder.resolve("periodic.onnx");
        Graph graph = graph();
        Onnx.write(graph, cotangent.operators(), file, ExportOptions.standard());
        assertArrayEquals(
                run(graph, Map.of("x", Tensor.of(X, 2, 3)), "y"), runElsewhere(file, Map.of("x", X), "y"), 1e-6f);
        Graph back = Onnx.open(file, cotangent.operators()).graph();
        assertInstanceOf(Snake.class, back.nodes().getFirst().operator());
    }

    @Test
    void itsGradientRunsInOnnxRuntimeToo(@TempDir Path folder) throws OrtException {
        Path file = folder.resolve("gradient.onnx");
        Graph gradient = cotangent.differentiation().vjp(graph(), List.of("x"));
        Onnx.write(gradient, cotangent.operators(), file, ExportOptions.standard());
        float[] ones = {1, 1, 1, 1, 1, 1};
        float[] found = runElsewhere(file, Map.of("x", X, "cotangent.y", ones), "vjp.x");
        for (int i = 0; i < X.length; i++) {
            assertEquals(slope(X[i], A[i % 3]), found[i], 1e-6);
        }
    }
}
