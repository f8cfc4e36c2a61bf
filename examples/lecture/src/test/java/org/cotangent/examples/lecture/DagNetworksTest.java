package org.cotangent.examples.lecture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Variable;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.autodiff.Differentiation;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.layer.Layer;
import org.cotangent.train.layer.Linear;
import org.cotangent.train.layer.Sequential;
import org.junit.jupiter.api.Test;

/** Lecture 4.1, DAG networks: a static graph, its gradients, and weights that are shared. */
class DagNetworksTest {
    private static final int N = 5;

    private final Cotangent cotangent = Cotangent.load();
    private final SplittableRandom random = new SplittableRandom(41);

    private Tensor random(long... sizes) {
        Tensor tensor = Tensor.allocate(DType.DOUBLE, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-1, 1));
        }
        return tensor;
    }

    private static double[] product(double[] matrix, double[] vector, boolean transposed) {
        double[] result = new double[N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                result[transposed ? j : i] += matrix[i * N + j] * vector[transposed ? i : j];
            }
        }
        return result;
    }

    private static double[] sum(double[] a, double[] b) {
        double[] result = new double[N];
        for (int i = 0; i < N; i++) {
            result[i] = a[i] + b[i];
        }
        return result;
    }

    /** {@code x1 = w1 x0, x2 = x0 + w2 x1, x3 = w1 (x1 + x2)}: w1 stands at two nodes. */
    private Graph threeNodes(Tensor w1, Tensor w2) {
        GraphBuilder builder = cotangent.graph("dag");
        Formulas f = new Formulas(builder);
        Value x0 = builder.input("x0", TensorType.of(DType.DOUBLE, N, 1));
        Value p1 = builder.parameter("w1", w1);
        Value p2 = builder.parameter("w2", w2);
        Value x1 = f.matmul(p1, x0);
        Value x2 = f.add(x0, f.matmul(p2, x1));
        builder.output("x3", f.matmul(p1, f.add(x1, x2)));
        return builder.build();
    }

    @Test
    void gradientsOfTheThreeNodeDagFollowTheSlides() {
        Tensor w1 = random(N, N);
        Tensor w2 = random(N, N);
        Tensor x0 = random(N, 1);
        Tensor u = random(N, 1);
        Graph graph = cotangent.differentiation().vjp(threeNodes(w1, w2), List.of("x0", "w1", "w2"));
        Map<String, Tensor> outputs = run(graph, Map.of("x0", x0, Differentiation.COTANGENT + "x3", u));

        double[] a = w1.toDoubles();
        double[] b = w2.toDoubles();
        double[] v0 = x0.toDoubles();
        double[] v1 = product(a, v0, false);
        double[] v2 = sum(v0, product(b, v1, false));
        assertArrayEquals(product(a, sum(v1, v2), false), doubles(outputs, "x3"), 1e-12);
        double[] g2 = product(a, u.toDoubles(), true);
        double[] g1 = sum(product(b, g2, true), g2);
        assertArrayEquals(sum(product(a, g1, true), g2), doubles(outputs, "vjp.x0"), 1e-12);
        double[] gw1 = new double[N * N];
        double[] gw2 = new double[N * N];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < N; j++) {
                gw1[i * N + j] = g1[i] * v0[j] + u.getDouble(i) * (v1[j] + v2[j]);
                gw2[i * N + j] = g2[i] * v1[j];
            }
        }
        assertArrayEquals(gw1, doubles(outputs, "vjp.w1"), 1e-12);
        assertArrayEquals(gw2, doubles(outputs, "vjp.w2"), 1e-12);
    }

    @Test
    void sharedWeightsSatisfyTheAdjointIdentity() {
        Tensor w1 = random(N, N);
        Tensor w2 = random(N, N);
        Tensor x0 = random(N, 1);
        Graph graph = threeNodes(w1, w2);
        List<String> wrt = List.of("x0", "w1", "w2");
        Tensor u = random(N, 1);
        Map<String, Tensor> tangents = new LinkedHashMap<>();
        tangents.put("x0", x0);
        for (String name : wrt) {
            tangents.put(Differentiation.TANGENT + name, name.equals("x0") ? random(N, 1) : random(N, N));
        }
        double forward = dot(u, get(run(cotangent.differentiation().jvp(graph, wrt), tangents), "jvp.x3"));
        Map<String, Tensor> cotangents =
                run(cotangent.differentiation().vjp(graph, wrt), Map.of("x0", x0, Differentiation.COTANGENT + "x3", u));
        double reverse = 0;
        for (String name : wrt) {
            reverse += dot(get(tangents, Differentiation.TANGENT + name), get(cotangents, "vjp." + name));
        }
        assertEquals(forward, reverse, 1e-12);
    }

    /** The same three nodes, computed as they are written, against the static graph. */
    @Test
    void theStaticGraphAndAutogradAgree() {
        Tensor w1 = random(N, N);
        Tensor w2 = random(N, N);
        Tensor x0 = random(N, 1);
        Autograd autograd = Autograd.of(cotangent);
        Variable p1 = autograd.tensor(w1).requireGrad();
        Variable p2 = autograd.tensor(w2).requireGrad();
        Variable x = autograd.tensor(x0);
        Variable x1 = p1.matmul(x);
        Variable x2 = x.add(p2.matmul(x1));
        Variable q = p1.matmul(x1.add(x2)).norm();
        q.backward();

        GraphBuilder builder = GraphBuilder.from(threeNodes(w1, w2), cotangent.operators());
        Value x3 = builder.build().output("x3");
        builder.clearOutputs();
        builder.output("q", new Formulas(builder).reduce("ReduceL2", x3, false));
        Graph vjp = cotangent.differentiation().vjp(builder.build(), List.of("w1", "w2"));
        Map<String, Tensor> outputs = run(vjp, Map.of("x0", x0, Differentiation.COTANGENT + "q", Tensor.scalar(1.0)));
        assertEquals(get(outputs, "q").getDouble(0), q.item(), 1e-12);
        assertArrayEquals(
                doubles(outputs, "vjp.w1"), Objects.requireNonNull(p1.grad()).toDoubles(), 1e-12);
        assertArrayEquals(
                doubles(outputs, "vjp.w2"), Objects.requireNonNull(p2.grad()).toDoubles(), 1e-12);
    }

    /** Two copies of one network, and the distance of what they say. */
    private static final class Siamese extends Layer {
        private final Sequential twin =
                new Sequential(new Linear(8, 16), Variable::tanh, new Linear(16, 4), Variable::tanh);

        Variable distance(Variable a, Variable b) {
            return run(a.autograd(), () -> twin.apply(a).sub(twin.apply(b)).norm());
        }
    }

    @Test
    void theTwinsOfASiameseNetworkShareTheirWeights() {
        Siamese net = new Siamese();
        net.initialize(5);
        assertEquals(4, net.parameters().size());
        Autograd autograd = Autograd.of(cotangent);
        Variable a = autograd.randn(8);
        Variable b = autograd.randn(8);
        net.distance(a, b).backward();
        double[] together = gradient(net);
        net.zeroGrad();
        // The gradient of a shared weight is the sum of those of its uses: hold one twin, then the other.
        autograd.noGrad(() -> net.twin.apply(b)).sub(net.twin.apply(a)).norm().backward();
        autograd.noGrad(() -> net.twin.apply(a)).sub(net.twin.apply(b)).norm().backward();
        assertArrayEquals(together, gradient(net), 1e-5);
        assertEquals(0, net.distance(a, a).item());
    }

    private static double[] gradient(Layer net) {
        return net.parameters().values().stream()
                .flatMapToDouble(parameter ->
                        Arrays.stream(Objects.requireNonNull(parameter.grad()).toDoubles()))
                .toArray();
    }

    private Map<String, Tensor> run(Graph graph, Map<String, Tensor> inputs) {
        try (Session session = cotangent.plan(graph, Map.of()).newSession()) {
            return session.run(inputs);
        }
    }

    private static double[] doubles(Map<String, Tensor> tensors, String name) {
        return get(tensors, name).toDoubles();
    }

    private static Tensor get(Map<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    private static double dot(Tensor a, Tensor b) {
        double sum = 0;
        for (long i = 0; i < a.elements(); i++) {
            sum += a.getDouble(i) * b.getDouble(i);
        }
        return sum;
    }
}
