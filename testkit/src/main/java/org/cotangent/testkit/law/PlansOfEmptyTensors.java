package org.cotangent.testkit.law;

import org.cotangent.testkit.calculus.Verdict;

/** A plan of the call with no elements gives on every backend what portable kernels give. */
public final class PlansOfEmptyTensors implements Law {
    @Override
    public String name() {
        return "plans of empty tensors";
    }

    @Override
    public Verdict check(Trial trial) {
        if (trial.operator().signature().isRandom()) {
            return Verdict.skipped("the operator draws random numbers");
        }
        boolean any = false;
        for (long size : EmptyTensors.sizes(trial)) {
            Trial empty = EmptyTensors.emptied(trial, size);
            if (empty != null) {
                any = true;
                if (PlansOfIntegers.compare(empty) instanceof Verdict.Fail(String details)) {
                    return Verdict.fail("with size 0 for " + size + ": " + details);
                }
            }
        }
        return any ? Verdict.pass() : Verdict.skipped("no size of the call may be 0");
    }
}
