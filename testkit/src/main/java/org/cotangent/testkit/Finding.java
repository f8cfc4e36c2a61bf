package org.cotangent.testkit;

import org.cotangent.testkit.calculus.Verdict;

/** What came of one law. */
public record Finding(String law, Verdict verdict) {}
