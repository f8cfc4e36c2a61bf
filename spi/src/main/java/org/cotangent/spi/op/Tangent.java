package org.cotangent.spi.op;

import org.cotangent.spi.graph.Value;

/** A tangent or cotangent of a value: one of three kinds of nothing, or something. */
public sealed interface Tangent {
    /** There is no tangent space: integers, booleans, strings, fixed inputs, absent inputs. */
    record None() implements Tangent {}

    /** The tangent space exists, and the tangent is known to vanish. */
    record Zero() implements Tangent {}

    /** A tangent of the type of the value. */
    record Of(Value value) implements Tangent {}

    static Tangent none() {
        return new None();
    }

    static Tangent zero() {
        return new Zero();
    }

    static Tangent of(Value value) {
        return new Of(value);
    }
}
