package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.UnsupportedException;
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
 * give: no rule bakes in a size.
 *
 * @param all whether all sizes above 1 of data are symbolic; else those of one axis at a time, of which one must be
 *     possible
 */
public record SymbolicGradient(boolean all) implements Law {
    @Override
    public String name() {
        return all ? "gradients of symbolic sizes" : "gradients of a symbolic axis";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return !all && Declared.isDifferentiable(operator);
    }

    @Override
    public Verdict check(Trial trial) {
        GraphMap map = trial.map();
        if (map == null) {
            return Verdict.skipped(trial.whyNoMap());
        }
        int rank = trial.differentiable().stream()
                .mapToInt(i -> Trial.present(trial.inputs(), i).rank())
                .max()
                .orElse(0);
        if (rank == 0) {
            return Verdict.pass();
        }
        boolean any = false;
        String refusal = null;
        for (int axis = 0; axis < (all ? 1 : rank); axis++) {
            int only = axis;
            Map<Integer, TensorType> types = types(trial, a -> all || a == only);
            if (types.isEmpty()) {
                continue;
            }
            GraphMap symbolic;
            try {
                symbolic = trial.symbolic(types);
                symbolic.jvpGraph();
                symbolic.vjpGraph();
            } catch (ShapeException | UnsupportedException e) {
                refusal = String.valueOf(e.getMessage());
                continue;
            }
            String problem = problem(trial, map, symbolic);
            if (problem != null) {
                return Verdict.fail("with the inputs " + types + ": " + problem);
            }
            any = true;
        }
        return any
                ? Verdict.pass()
                : refusal != null ? Verdict.unsupported(refusal) : Verdict.skipped("no size is above 1");
    }

    /** {@return the symbolic types of differentiable inputs that have some; equal sizes are one symbol} */
    private static Map<Integer, TensorType> types(Trial trial, IntPredicate axes) {
        Map<Integer, TensorType> types = new TreeMap<>();
        for (int i : trial.differentiable()) {
            Tensor input = Trial.present(trial.inputs(), i);
            List<Dim> dims = new ArrayList<>();
            for (int axis = 0; axis < input.rank(); axis++) {
                boolean symbolic = input.size(axis) > 1 && axes.test(axis) && trial.role(i) == Role.DATA;
                dims.add(symbolic ? Dim.symbol("s" + input.size(axis)) : Dim.of(input.size(axis)));
            }
            Shape shape = Shape.of(dims);
            if (!shape.isStatic()) {
                types.put(i, new TensorType(input.dtype(), shape));
            }
        }
        return types;
    }

    private static @Nullable String problem(Trial trial, GraphMap map, GraphMap symbolic) {
        TensorTuple x = map.point();
        String problem =
                problem(trial, symbolic, symbolic.jvpGraph(), map.jvpGraph(), x.gaussian(trial.random()), "J v");
        TensorTuple u = map.apply(x).gaussian(trial.random());
        return problem != null ? problem : problem(trial, symbolic, symbolic.vjpGraph(), map.vjpGraph(), u, "J^T u");
    }

    private static @Nullable String problem(
            Trial trial, GraphMap symbolic, Graph found, Graph expected, TensorTuple direction, String product) {
        List<Tensor> arguments = symbolic.arguments(symbolic.point().tensors(), direction.tensors());
        return Closeness.problem(
                TensorTuple.of(trial.bench().run(found, arguments)),
                TensorTuple.of(trial.bench().run(expected, arguments)),
                List.copyOf(found.outputs().keySet()),
                product + " of symbolic sizes",
                product + " of known sizes");
    }
}
