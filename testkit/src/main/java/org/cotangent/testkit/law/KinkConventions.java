package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Where there is no derivative, the gradient is what the operator's domain {@linkplain Domain#kinks says}: by both Jacobian
 * products, in float64 and float32, with portable kernels and on every backend.
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
                return Verdict.fail("at " + kink.call().inputs() + " " + kink.call().attributes() + ": " + problem);
            }
        }
        return kinks.isEmpty() ? Verdict.skipped("the domain names no kinks") : Verdict.pass();
    }

    private static @Nullable String problem(Trial at, GraphMap map, Domain.Kink kink) {
        TensorTuple x = map.point();
        TensorTuple ones = map.apply(x).ones();
        List<@Nullable Tensor> expected = new ArrayList<>();
        at.differentiable().forEach(i -> expected.add(i < kink.gradient().size() ? kink.gradient().get(i) : null));
        String problem = difference(map.vjp(x, ones).tensors(), expected, "J^T u");
        if (problem == null) {
            problem = difference(columns(map, x, ones).tensors(), expected, "J v");
        }
        if (problem != null) {
            return problem;
        }
        Trial narrow = at.converted(DType.FLOAT);
        List<Tensor> arguments = new ArrayList<>();
        narrow.differentiable().forEach(i -> arguments.add(Trial.present(narrow.inputs(), i)));
        ones.tensors().forEach(u -> arguments.add(u.converted(DType.FLOAT)));
        problem = difference(at.bench().run(narrow.gradient(), arguments), expected, "J^T u in float32");
        for (String backend : at.bench().backends()) {
            List<Tensor> found = at.bench().runOn(backend, narrow.gradient(), arguments);
            problem = problem != null ? problem : difference(found, expected, "J^T u in float32 on " + backend);
        }
        return problem;
    }

    /** {@return the gradient of the sum of all outputs, from the products with unit vectors} */
    private static TensorTuple columns(GraphMap map, TensorTuple x, TensorTuple ones) {
        double[] gradient = new double[x.elements()];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = map.jvp(x, x.unit(i)).dot(ones);
        }
        return x.with(gradient);
    }

    private static @Nullable String difference(List<Tensor> found, List<@Nullable Tensor> expected, String product) {
        for (int i = 0; i < expected.size(); i++) {
            Tensor want = expected.get(i);
            if (want != null && !isClose(found.get(i), want)) {
                return product + " for u of ones is " + found.get(i) + ", the convention " + want;
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
