package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.autodiff.Differentiation;
import org.cotangent.engine.eager.Eager;
import org.cotangent.engine.eager.EagerValue;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;

/** The examples of Fleuret's lectures on DAG networks (4.1) and autograd (4.2) that concern the engine. */
class LectureDagTest {
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

    @Test
    void gradientOfTheSquaredGradientNorm() {
        Eager eager = cotangent.eager();
        Formulas f = eager.formulas();
        EagerValue x1 = eager.variable(Tensor.scalar(2.0));
        EagerValue x2 = eager.variable(Tensor.scalar(3.0));
        Value psi = f.add(f.log(x1), f.square(x2));
        List<Value> gradient = eager.differentiable(psi, null, List.of(x1, x2));
        Value norm = f.add(f.square(gradient.get(0)), f.square(gradient.get(1)));
        List<Tensor> second = eager.grad(norm, List.of(x1, x2));
        assertEquals(-0.25, second.get(0).getDouble(0), 1e-12);
        assertEquals(24, second.get(1).getDouble(0), 1e-12);
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
