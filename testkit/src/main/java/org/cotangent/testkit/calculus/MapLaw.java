package org.cotangent.testkit.calculus;

import java.util.random.RandomGenerator;

/** A law about the derivatives of a map at a point. */
public interface MapLaw {
    String name();

    Verdict check(DifferentiableMap map, RandomGenerator random);
}
