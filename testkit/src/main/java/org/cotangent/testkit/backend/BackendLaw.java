package org.cotangent.testkit.backend;

import org.cotangent.testkit.calculus.Verdict;

/** Something that every backend must obey, whatever operators it has kernels for. */
public interface BackendLaw {
    String name();

    /** {@return what came of it} Exceptions break the law. */
    Verdict check(BackendUnderTest backend);
}
