package org.cotangent.testkit.law;

import org.cotangent.spi.CotangentException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.testkit.calculus.Verdict;

/**
 * A plan of the call on integers of a type gives on every backend what portable kernels give.
 *
 * @param dtype of the inputs that may be integers
 */
public record PlansOfIntegers(DType dtype) implements Law {
    @Override
    public String name() {
        return "plans with integers of " + dtype;
    }

    @Override
    public Verdict check(Trial trial) {
        if (trial.operator().signature().isRandom()) {
            return Verdict.skipped("the operator draws random numbers");
        }
        Trial narrow = new IntegerTypes(dtype).narrowed(trial);
        if (narrow == null) {
            return Verdict.skipped("no input may be " + dtype);
        }
        try {
            narrow.outputs();
        } catch (CotangentException e) {
            return Verdict.skipped("the call is not one of " + dtype + ": " + e.getMessage());
        }
        return compare(narrow);
    }

    /** Integers are what portable kernels give, bit for bit, unless they come of floats and hang by rounding errors. */
    static Verdict compare(Trial trial) {
        Precision precision = Precision.of(DType.DOUBLE, trial.inputs(), trial::run, trial.random());
        for (String backend : trial.bench().backends()) {
            String problem = precision.problem(trial.runOn(backend), Precision.Scale.ELEMENT);
            if (problem != null) {
                return Verdict.fail("on " + backend + ", of " + trial.inputs() + ", " + problem);
            }
        }
        return Verdict.pass();
    }
}
