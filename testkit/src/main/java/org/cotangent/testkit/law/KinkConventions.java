package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Where there is no derivative, the gradient is what the operator's domain {@linkplain Domain#kinks says}: by both
 * Jacobian products, in float64 and float32, with portable kernels and on every backend. It lies between those nearby.
 */
public final class KinkConventions implements Law {
    @Override
    public String name() {
        return "conventions at kinks";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return !operator.domain().kinks().isEmpty();
    }

    @Override
    public Verdict check(Trial trial) {
        List<Domain.Kink> kinks = trial.operator().domain().kinks();
        for (Domain.Kink kink : kinks) {
            Trial at = new Trial(trial.bench(), trial.operator(), kink.call(), 0);
            GraphMap map = at.map();
            String problem = map == null ? at.whyNoMap() : problem(at, map, kink);
            if (problem != null) {
                return Verdict.fail(
                        "at " + kink.call().inputs() + " " + kink.call().attributes() + ": " + problem);
            }
        }
        return kinks.isEmpty() ? Verdict.skipped("the domain names no kinks") : Verdict.pass();
    }

    private static @Nullable String problem(Trial at, GraphMap map, Domain.Kink kink) {
        List<@Nullable Tensor> expected = new ArrayList<>();
        at.differentiable()
                .forEach(i -> expected.add(
                        i < kink.gradient().size() ? kink.gradient().get(i) : null));
        String problem =
                at.operator().derivative() instanceof Derivative.Surrogate ? null : NearbySlopes.problem(at, map);
        for (DType dtype : List.of(DType.DOUBLE, DType.FLOAT)) {
            Trial typed = at.converted(dtype);
            Workbench bench = at.bench();
            problem = problem != null ? problem : problem(typed, map, dtype, expected, bench::run, "");
            for (String backend : bench.backends()) {
                BiFunction<Graph, List<Tensor>, List<Tensor>> run =
                        (graph, inputs) -> bench.runOn(backend, graph, inputs);
                problem = problem != null ? problem : problem(typed, map, dtype, expected, run, " on " + backend);
            }
        }
        return problem;
    }

    private static @Nullable String problem(
            Trial typed,
            GraphMap map,
            DType dtype,
            List<@Nullable Tensor> expected,
            BiFunction<Graph, List<Tensor>, List<Tensor>> run,
            String where) {
        TensorTuple x = map.point();
        TensorTuple ones = map.apply(x).ones();
        String problem = difference(
                run.apply(typed.gradient(), arguments(x, ones, dtype)), expected, "J^T u in " + dtype + where);
        if (problem != null) {
            return problem;
        }
        Graph tangents = typed.tangents();
        double[] slopes = new double[x.elements()];
        for (int i = 0; i < slopes.length; i++) {
            slopes[i] = run.apply(tangents, arguments(x, x.unit(i), dtype)).stream()
                    .mapToDouble(tangent -> Arrays.stream(tangent.toDoubles()).sum())
                    .sum();
        }
        List<Tensor> found = new ArrayList<>();
        x.with(slopes).tensors().forEach(slope -> found.add(slope.converted(dtype)));
        return difference(found, expected, "J v in " + dtype + where);
    }

    private static List<Tensor> arguments(TensorTuple point, TensorTuple direction, DType dtype) {
        List<Tensor> arguments = new ArrayList<>();
        point.concat(direction).tensors().forEach(tensor -> arguments.add(tensor.converted(dtype)));
        return arguments;
    }

    private static @Nullable String difference(List<Tensor> found, List<@Nullable Tensor> expected, String product) {
        for (int i = 0; i < expected.size(); i++) {
            Tensor want = expected.get(i);
            if (want != null && !isClose(found.get(i), want)) {
                return product + ", for ones, is " + found.get(i) + ", the convention " + want;
            }
        }
        return null;
    }

    private static boolean isClose(Tensor found, Tensor expected) {
        double unit = found.dtype() == DType.DOUBLE ? 1e-12 : 1e-6;
        boolean close = found.shape().equals(expected.shape());
        for (long i = 0; close && i < expected.elements(); i++) {
            double want = expected.getDouble(i);
            close = Math.abs(found.getDouble(i) - want) <= unit * (1 + Math.abs(want));
        }
        return close;
    }
}
