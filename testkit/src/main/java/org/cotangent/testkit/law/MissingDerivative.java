package org.cotangent.testkit.law;

import java.util.List;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.calculus.Verdict;

/** A derivative that is declared missing is an error when it is used, which names the operator and the input. */
public final class MissingDerivative implements Law {
    @Override
    public String name() {
        return "missing derivative";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return operator.derivative() instanceof Derivative.Missing && Declared.hasJacobian(operator);
    }

    @Override
    public Verdict check(Trial trial) {
        if (!(trial.operator().derivative() instanceof Derivative.Missing)) {
            return Verdict.skipped("the derivative is not declared missing");
        }
        if (trial.differentiable().isEmpty()
                || trial.outputs().stream().noneMatch(t -> t.dtype().isFloating())) {
            return Verdict.skipped("there is nothing to differentiate");
        }
        int input = trial.differentiable().getFirst();
        Graph graph = trial.graph(trial.inputs(), trial.differentiable());
        try {
            trial.bench().vjp(graph, List.of(trial.inputName(input)));
            return Verdict.fail("the derivative is declared missing, but asking for it gives a graph");
        } catch (UnsupportedException e) {
            String message = String.valueOf(e.getMessage());
            return message.contains(trial.operator().id().type())
                            && message.contains("'"
                                    + trial.operator().signature().input(input).name() + "'")
                    ? Verdict.pass()
                    : Verdict.fail("the error does not name operator and input: " + message);
        }
    }
}
