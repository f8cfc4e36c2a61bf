package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The operator computes what somebody who knows its definition computes by other means.
 *
 * @param exact the outputs of a call over float64
 */
public record Reference(Function<Domain.Sample, List<Tensor>> exact) implements Law {
    @Override
    public String name() {
        return "reference";
    }

    @Override
    public Verdict check(Trial trial) {
        List<Tensor> expected = exact.apply(trial.sample());
        List<@Nullable Tensor> inputs = new ArrayList<>(trial.inputs());
        for (int i = 0; i < expected.size(); i++) {
            if (!expected.get(i).type().equals(trial.outputs().get(i).type())) {
                return Verdict.fail("output " + trial.outputName(i) + " is "
                        + trial.outputs().get(i).type() + ", the reference gives "
                        + expected.get(i).type());
            }
        }
        String problem = Precision.of(DType.DOUBLE, inputs, trial::run, trial.random())
                .problem(expected, Precision.Scale.ELEMENT);
        return problem == null
                ? Verdict.pass()
                : Verdict.fail("the reference and the operator differ: "
                        + problem.replace("DOUBLE gives", "the reference gives")
                                .replace("float64 gives", "the operator gives"));
    }
}
