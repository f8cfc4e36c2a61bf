package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;

/** Fixed inputs (shapes, axes, indices) may be known when the plan is made or come with the run: the result is one. */
public final class FixedAtRunTime implements Law {
    @Override
    public String name() {
        return "fixed inputs at run time";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return Declared.hasFixedInputs(operator) && !operator.signature().isRandom();
    }

    @Override
    public Verdict check(Trial trial) {
        if (trial.operator().signature().isRandom()) {
            return Verdict.skipped("the operator draws random numbers");
        }
        List<Integer> present = IntStream.range(0, trial.inputs().size())
                .filter(i -> trial.inputs().get(i) != null)
                .boxed()
                .toList();
        if (present.stream().noneMatch(i -> trial.role(i) == Role.FIXED)) {
            return Verdict.skipped("the call has no fixed inputs");
        }
        List<Tensor> arguments = new ArrayList<>();
        present.forEach(i -> arguments.add(Trial.present(trial.inputs(), i)));
        List<Tensor> found = trial.bench().run(trial.graph(trial.inputs(), present), arguments);
        String difference = Bits.difference(trial.outputs(), found);
        return difference == null
                ? Verdict.pass()
                : Verdict.fail("when fixed inputs are constants and when they are not, " + difference);
    }
}
