package org.cotangent.testkit.law;

import org.cotangent.spi.op.Operator;
import org.cotangent.testkit.calculus.Verdict;

/** Something that every operator which declares certain things must obey. */
public interface Law {
    String name();

    /**
     * {@return whether an operator that declares this must pass in at least one case} Where it does not, nobody can say
     * that the operator was tested.
     */
    default boolean isRequiredOf(Operator operator) {
        return false;
    }

    /** {@return what came of it} Skipped where the operator declares nothing that the law is about. */
    Verdict check(Trial trial);
}
