package org.cotangent.cli;

import static org.junit.jupiter.api.Assertions.fail;

import ai.onnxruntime.OrtException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.autodiff.Differentiation;
import org.cotangent.engine.plan.Session;
import org.cotangent.onnx.ExportOptions;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Pruning;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both Jacobian products of every operator, written as files of plain ONNX, give in ONNX Runtime what they give here.
 */
class DerivativeFilesTest {
    private static final int CALLS = 3;
    /** What needs no newer one first; then the newest that ONNX Runtime takes, and one in which functions expand. */
    private static final int[] OPSETS = {0, 26, 18};

    private static final double TOLERANCE = 1e-3;

    @TempDir
    private Path folder = Path.of("");

    private final Cotangent cotangent = Cotangent.load("portable");

    @TestFactory
    Stream<DynamicContainer> onnxRuntimeAgrees() {
        return cotangent.operators().all().stream()
                .filter(operator -> !(operator.derivative() instanceof Derivative.Missing))
                .filter(operator -> !(operator.derivative() instanceof Derivative.Zero))
                .filter(operator -> !operator.signature().isRandom())
                .map(operator -> DynamicContainer.dynamicContainer(
                        operator.id().qualifiedName(),
                        Stream.of(true, false)
                                .map(reverse -> DynamicTest.dynamicTest(
                                        reverse ? "vjp" : "jvp", () -> check(operator, reverse)))));
    }

    private void check(Operator operator, boolean reverse) {
        List<String> skipped = new ArrayList<>();
        int agreed = 0;
        for (int n = 0; n < CALLS; n++) {
            RandomGenerator random = new SplittableRandom(n);
            Case call = draw(operator, random, 1 + n);
            if (call == null) {
                skipped.add("call " + n + " has no derivative in float32");
                continue;
            }
            String refusal = compare(operator, call, reverse, random);
            if (refusal == null) {
                agreed++;
            } else {
                skipped.add(refusal);
            }
        }
        Assumptions.assumeTrue(agreed > 0, skipped.toString());
    }

    private record Case(Graph graph, Map<String, Tensor> inputs, List<String> wrt) {}

    private @Nullable Case draw(Operator operator, RandomGenerator random, int size) {
        Domain.Sample sample;
        try {
            sample = operator.domain().sample(random, size);
        } catch (IllegalArgumentException | CotangentException e) {
            return null;
        }
        GraphBuilder builder = cotangent.graph("call");
        List<@Nullable Value> values = new ArrayList<>();
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        List<String> wrt = new ArrayList<>();
        for (int i = 0; i < sample.inputs().size(); i++) {
            Tensor drawn = sample.inputs().get(i);
            if (drawn == null) {
                values.add(null);
                continue;
            }
            boolean narrows = drawn.dtype() == DType.DOUBLE
                    && operator.signature().input(i).type().allowed().contains(DType.FLOAT);
            Tensor tensor = narrows ? drawn.converted(DType.FLOAT) : drawn;
            if (operator.signature().input(i).role() == Role.FIXED) {
                values.add(builder.constant(tensor));
                continue;
            }
            String name = "x" + i;
            values.add(builder.input(name, tensor.type()));
            inputs.put(name, tensor);
            if (tensor.dtype().isFloating()) {
                wrt.add(name);
            }
        }
        List<Value> outputs;
        try {
            outputs = builder.emit(operator, sample.attributes(), values, sample.outputs());
        } catch (CotangentException e) {
            return null;
        }
        List<Integer> smooth = IntStream.range(0, outputs.size())
                .filter(i -> outputs.get(i).type() instanceof TensorType type
                        && type.dtype().isFloating())
                .boxed()
                .toList();
        smooth.forEach(i -> builder.output("y" + i, outputs.get(i)));
        return wrt.isEmpty() || smooth.isEmpty() ? null : new Case(builder.build(), inputs, wrt);
    }

    /** {@return why ONNX Runtime does not run the file, null if it does and agrees} */
    private @Nullable String compare(Operator operator, Case call, boolean reverse, RandomGenerator random) {
        Graph product = Pruning.live(
                reverse
                        ? cotangent.differentiation().vjp(call.graph(), call.wrt())
                        : cotangent.differentiation().jvp(call.graph(), call.wrt()));
        Map<String, Tensor> inputs = new LinkedHashMap<>(call.inputs());
        Map<String, Tensor> outputs = run(call.graph(), call.inputs());
        call.wrt().forEach(name -> inputs.put(Differentiation.TANGENT + name, vector(inputs.get(name), random)));
        outputs.forEach((name, tensor) -> inputs.put(Differentiation.COTANGENT + name, vector(tensor, random)));
        inputs.keySet().retainAll(product.inputs().keySet());
        Map<String, Tensor> expected = run(product, inputs);
        Path file = folder.resolve(operator.id().type() + ".onnx");
        List<String> refusals = new ArrayList<>();
        Map<String, Tensor> found = null;
        for (int opset : OPSETS) {
            found = found == null ? runElsewhere(product, opset, file, inputs, refusals) : found;
        }
        if (found == null) {
            return refusals.toString();
        }
        for (String name : call.graph().outputs().keySet()) {
            String difference = difference(name, found, expected);
            if (difference != null) {
                return "ONNX Runtime computes the operator itself differently: " + difference;
            }
        }
        for (String name : expected.keySet()) {
            String difference = difference(name, found, expected);
            if (difference != null) {
                fail(difference + " in\n" + product + "\nfor " + inputs);
            }
        }
        return null;
    }

    private @Nullable Map<String, Tensor> runElsewhere(
            Graph graph, int opset, Path file, Map<String, Tensor> inputs, List<String> refusals) {
        try {
            Onnx.write(
                    graph, cotangent.operators(), file, ExportOptions.standard().withOpset(opset));
        } catch (CotangentException e) {
            refusals.add(e.getMessage());
            return null;
        }
        try (OnnxRuntimePeer peer = new OnnxRuntimePeer(file)) {
            return peer.run(inputs);
        } catch (OrtException | UnsupportedOperationException e) {
            refusals.add(e.getMessage());
            return null;
        }
    }

    private Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        try (Session session = cotangent.plan(graph, Map.of()).newSession()) {
            return session.run(inputs);
        }
    }

    private static @Nullable String difference(String name, Map<String, Tensor> found, Map<String, Tensor> expected) {
        Tensor want = Objects.requireNonNull(expected.get(name), name);
        double scale = 1e-3;
        for (double value : want.toDoubles()) {
            scale = Double.isFinite(value) ? Math.max(scale, Math.abs(value)) : scale;
        }
        Tensor given = Objects.requireNonNull(found.get(name), name);
        String difference = Closeness.difference(given, want, TOLERANCE * scale, TOLERANCE);
        return difference == null ? null : name + " " + difference;
    }

    private static Tensor vector(@Nullable Tensor like, RandomGenerator random) {
        Tensor tensor = Tensor.allocate(Objects.requireNonNull(like).type());
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-1, 1));
        }
        return tensor;
    }
}
