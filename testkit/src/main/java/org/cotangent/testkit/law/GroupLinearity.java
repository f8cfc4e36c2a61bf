package org.cotangent.testkit.law;

import java.util.List;
import java.util.Set;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.op.Signature;
import org.cotangent.testkit.calculus.TensorTuple;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/** An operator declared linear in a group of inputs is additive and homogeneous in them jointly, all others held. */
public final class GroupLinearity implements Law {
    @Override
    public String name() {
        return "declared linearity";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return operator.derivative() instanceof Derivative.Linear;
    }

    @Override
    public Verdict check(Trial trial) {
        if (!(trial.operator().derivative() instanceof Derivative.Linear linear)) {
            return Verdict.skipped("the operator is not declared linear");
        }
        if (trial.map() == null) {
            return Verdict.skipped(trial.whyNoMap());
        }
        for (Set<Integer> group : linear.groups()) {
            List<Integer> members = trial.differentiable().stream()
                    .filter(i -> belongs(trial, group, i))
                    .toList();
            if (!members.isEmpty()) {
                String problem = problem(trial, members);
                if (problem != null) {
                    return Verdict.fail("in the inputs " + members + " jointly, " + problem);
                }
            }
        }
        return Verdict.pass();
    }

    /** A variadic port counts as the index of its first input. */
    private static boolean belongs(Trial trial, Set<Integer> group, int i) {
        Signature signature = trial.operator().signature();
        int port = Math.min(i, signature.inputs().size() - 1);
        return group.contains(i) || (signature.input(i).presence() == Port.Presence.VARIADIC && group.contains(port));
    }

    private static @Nullable String problem(Trial trial, List<Integer> members) {
        GraphMap map = trial.map(members);
        TensorTuple x = map.point();
        TensorTuple y = x.gaussian(trial.random());
        double a = 1.5;
        double b = -0.75;
        return Closeness.problem(
                map.apply(x.times(a).plus(b, y)),
                map.apply(x).times(a).plus(b, map.apply(y)),
                map.outputs(),
                "f(a x + b y)",
                "a f(x) + b f(y)");
    }
}
