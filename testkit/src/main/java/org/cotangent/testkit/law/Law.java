package org.cotangent.testkit.law;

import org.cotangent.testkit.calculus.Verdict;

/** Something that every operator which declares certain things must obey. */
public interface Law {
    String name();

    /** {@return what came of it} Skipped where the operator declares nothing that the law is about. */
    Verdict check(Trial trial);
}
