package org.cotangent.testkit.law;

import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.calculus.Verdict;

/**
 * The samples of an operator's domain are legal calls: they run, and give outputs of the promised types. Without that
 * no other law about calls is looked at.
 */
public final class Execution implements Law {
    @Override
    public String name() {
        return "samples run";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return true;
    }

    @Override
    public Verdict check(Trial trial) {
        String problem = OutputTypes.problem(trial);
        return problem == null ? Verdict.pass() : Verdict.fail(problem);
    }
}
