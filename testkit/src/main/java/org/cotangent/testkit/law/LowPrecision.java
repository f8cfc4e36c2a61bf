package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * The call in another floating type gives what it gives in float64, within the precision of the type.
 *
 * @param dtype the other type
 */
public record LowPrecision(DType dtype) implements Law {
    @Override
    public String name() {
        return "precision of " + dtype;
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return Declared.computesIn(operator, dtype) && !operator.signature().isRandom();
    }

    @Override
    public Verdict check(Trial trial) {
        if (trial.operator().signature().isRandom()) {
            return Verdict.skipped("the operator draws random numbers");
        }
        Trial low = trial.converted(dtype);
        List<@Nullable Tensor> exact = new ArrayList<>();
        boolean changes = false;
        for (int i = 0; i < low.inputs().size(); i++) {
            Tensor input = low.inputs().get(i);
            boolean converted = input != trial.inputs().get(i);
            exact.add(input == null || !converted ? input : input.converted(DType.DOUBLE));
            changes |= converted;
        }
        if (!changes) {
            return Verdict.skipped("no float64 input may be " + dtype);
        }
        List<Tensor> found;
        try {
            found = low.outputs();
        } catch (TypeException e) {
            return Verdict.skipped("the call is not one of " + dtype + ": " + e.getMessage());
        }
        String problem = OutputTypes.problem(low);
        if (problem == null) {
            problem = Precision.of(dtype, exact, trial::run, trial.random()).problem(found, Precision.Scale.ELEMENT);
        }
        return problem == null ? Verdict.pass() : Verdict.fail(problem);
    }
}
