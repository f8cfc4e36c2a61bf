package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Both Jacobian products of the call with symbolic sizes, run on tensors, give what those of the call with known sizes
 * give: no rule bakes in a size. All sizes above 1 of data are symbolic, then only that of the first axis.
 */
public final class SymbolicGradient implements Law {
    @Override
    public String name() {
        return "gradients of symbolic sizes";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return Declared.isDifferentiable(operator);
    }

    @Override
    public Verdict check(Trial trial) {
        GraphMap map = trial.map();
        if (map == null) {
            return Verdict.skipped(trial.whyNoMap());
        }
        for (boolean all : new boolean[] {true, false}) {
            Map<Integer, TensorType> types = types(trial, all);
            if (types.isEmpty()) {
                return Verdict.skipped("no size is above 1");
            }
            GraphMap symbolic = trial.symbolic(types);
            TensorTuple x = map.point();
            String problem = problem(
                    trial, symbolic, symbolic.jvpGraph(), map.jvpGraph(), x.gaussian(trial.random()), "J v");
            if (problem == null) {
                TensorTuple u = map.apply(x).gaussian(trial.random());
                problem = problem(trial, symbolic, symbolic.vjpGraph(), map.vjpGraph(), u, "J^T u");
            }
            if (problem != null) {
                return Verdict.fail((all ? "all sizes symbolic: " : "first sizes symbolic: ") + problem);
            }
        }
        return Verdict.pass();
    }

    /** {@return the symbolic types of differentiable inputs that have some; equal sizes are one symbol} */
    private static Map<Integer, TensorType> types(Trial trial, boolean all) {
        Map<Integer, TensorType> types = new TreeMap<>();
        for (int i : trial.differentiable()) {
            Tensor input = Trial.present(trial.inputs(), i);
            List<Dim> dims = new ArrayList<>();
            for (int axis = 0; axis < input.rank(); axis++) {
                boolean symbolic = input.size(axis) > 1 && (all || axis == 0) && trial.role(i) == Role.DATA;
                dims.add(symbolic ? Dim.symbol("s" + input.size(axis)) : Dim.of(input.size(axis)));
            }
            Shape shape = Shape.of(dims);
            if (!shape.isStatic()) {
                types.put(i, new TensorType(input.dtype(), shape));
            }
        }
        return types;
    }

    private static @Nullable String problem(
            Trial trial, GraphMap symbolic, Graph found, Graph expected, TensorTuple direction, String product) {
        List<Tensor> arguments = symbolic.arguments(symbolic.point().tensors(), direction.tensors());
        TensorTuple values = TensorTuple.of(trial.bench().run(found, arguments));
        List<String> names = new ArrayList<>(found.outputs().keySet());
        return Closeness.problem(
                values,
                TensorTuple.of(trial.bench().run(expected, arguments)),
                names,
                product + " of symbolic sizes",
                product + " of known sizes");
    }
}
