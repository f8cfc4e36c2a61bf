package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * A plan of the call gives on every backend what portable kernels give in float64, up to the rounding of the element
 * type: whichever kernel, expansion or copy it is made of. Random numbers are those that portable kernels draw in the
 * element type itself.
 *
 * @param dtype of the inputs that are floats
 */
public record PlanAgreement(DType dtype) implements Law {
    @Override
    public String name() {
        return "plans in " + dtype;
    }

    @Override
    public Verdict check(Trial trial) {
        return check(trial, dtype, trial.bench().backends());
    }

    static Verdict check(Trial trial, DType dtype, List<String> backends) {
        try {
            return check(trial, dtype, trial.converted(dtype), backends);
        } catch (TypeException e) {
            return Verdict.skipped("the call is not one of " + dtype + ": " + e.getMessage());
        }
    }

    private static Verdict check(Trial trial, DType dtype, Trial converted, List<String> backends) {
        Precision precision = trial.operator().signature().isRandom()
                ? new Precision(dtype, converted.outputs())
                : precision(trial, dtype, converted);
        for (String backend : backends) {
            String problem = precision.problem(converted.runOn(backend), Precision.Scale.ELEMENT);
            if (problem != null) {
                return Verdict.fail("on " + backend + ", " + problem);
            }
        }
        return Verdict.pass();
    }

    private static Precision precision(Trial trial, DType dtype, Trial converted) {
        List<@Nullable Tensor> exact = new ArrayList<>();
        for (int i = 0; i < trial.inputs().size(); i++) {
            Tensor input = converted.inputs().get(i);
            exact.add(input == null || input == trial.inputs().get(i) ? input : input.converted(DType.DOUBLE));
        }
        return Precision.of(dtype, exact, trial::run, trial.random());
    }
}
