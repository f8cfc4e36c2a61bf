package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Written as an ONNX file and read again, a graph computes what it did.
 *
 * @param order 0 for the graph of the call, 1 for that of its gradient, 2 for that of the gradient's gradient
 */
public record ExportAgreement(int order) implements Law {
    private static final List<String> NAMES = List.of("the call", "the gradient", "the second gradient");

    @Override
    public String name() {
        return "ONNX round trip of " + NAMES.get(order);
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return !operator.signature().isRandom()
                && (order == 0 || (Declared.isDifferentiable(operator) && !hasOnlyResiduals(operator)));
    }

    /** What rules ask for beside ONNX's outputs cannot be written if the operator cannot be written in others. */
    private static boolean hasOnlyResiduals(Operator operator) {
        return operator.forward().asExpansion() == null
                && operator.signature().outputs().stream().anyMatch(port -> port.presence() == Port.Presence.RESIDUAL);
    }

    @Override
    public Verdict check(Trial trial) {
        if (trial.operator().signature().isRandom()) {
            return Verdict.skipped("the operator draws random numbers");
        }
        if (order == 0) {
            return checkCall(trial);
        }
        GraphMap map = trial.map();
        if (map == null) {
            return Verdict.skipped(trial.whyNoMap());
        }
        for (int n = 1; n < order; n++) {
            map = map.pullback(map.apply(map.point()).bounded(trial.random()));
        }
        return checkGradient(trial, map);
    }

    private static Verdict checkCall(Trial trial) {
        List<Integer> variable = trial.variable();
        List<Tensor> arguments = new ArrayList<>();
        variable.forEach(i -> arguments.add(Trial.present(trial.inputs(), i)));
        Graph read = new RoundTrip(trial.bench().operators()).apply(trial.graph(trial.inputs(), variable));
        List<Tensor> found = trial.bench().run(read, arguments);
        List<@Nullable Tensor> inputs = new ArrayList<>(trial.inputs());
        String problem = types(trial.outputs(), found);
        if (problem == null) {
            problem = Precision.of(DType.DOUBLE, inputs, trial::run, trial.random())
                    .problem(found, Precision.Scale.ALL);
        }
        return problem == null ? Verdict.pass() : Verdict.fail("after writing and reading, " + problem);
    }

    private static @Nullable String types(List<Tensor> expected, List<Tensor> found) {
        for (int i = 0; i < expected.size(); i++) {
            Tensor want = expected.get(i);
            if (!want.type().equals(found.get(i).type())) {
                return "output " + i + " is " + found.get(i).type() + " instead of " + want.type();
            }
            if (!want.dtype().isFloating() && !Bits.equal(want, found.get(i))) {
                return "output " + i + " is " + found.get(i) + " instead of " + want;
            }
        }
        return null;
    }

    private static Verdict checkGradient(Trial trial, GraphMap map) {
        Graph gradient = map.vjpGraph();
        Graph read = new RoundTrip(trial.bench().operators()).apply(gradient);
        TensorTuple u = map.apply(map.point()).gaussian(trial.random());
        List<Tensor> arguments = map.arguments(map.point().tensors(), u.tensors());
        String problem = Closeness.problem(
                TensorTuple.of(trial.bench().run(read, arguments)),
                TensorTuple.of(trial.bench().run(gradient, arguments)),
                List.copyOf(gradient.outputs().keySet()),
                "the file",
                "the graph");
        return problem == null ? Verdict.pass() : Verdict.fail(problem);
    }
}
