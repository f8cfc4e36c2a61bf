package org.cotangent.ops.internal.numbers;

/** Arithmetic on stretches of arrays of real numbers. Each operation rounds as Java's does in the type of the array. */
public abstract sealed class RealLane<A> extends Lane<A> permits FloatLane, DoubleLane {
    /** {@code to = a + b}. */
    public abstract void add(A a, int aAt, A b, int bAt, A to, int toAt, int n);

    /** {@code to = a - b}. */
    public abstract void subtract(A a, int aAt, A b, int bAt, A to, int toAt, int n);

    /** {@code to += factor * a}. */
    public abstract void addScaled(double factor, A a, int aAt, A to, int toAt, int n);

    /** {@code re + i im} becomes its product with {@code x + i y}. */
    public abstract void rotate(double x, double y, A re, A im, int at, int n);
}
