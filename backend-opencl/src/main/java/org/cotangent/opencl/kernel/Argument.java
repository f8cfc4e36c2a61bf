package org.cotangent.opencl.kernel;

/** An argument of a kernel. Those that stand for memory are two: a pointer, and a long that counts elements from it. */
public sealed interface Argument {
    /** The elements of an input of the call. */
    record Input(int index) implements Argument {}

    /** The elements of an output of the call. */
    record Output(int index) implements Argument {}

    /**
     * Memory that launches of a call share until the call is done.
     *
     * @param offset in bytes, a multiple of 64
     * @param elementBytes of the type that the kernel sees it as
     */
    record Scratch(long offset, int elementBytes) implements Argument {}

    /**
     * Memory that belongs to the kernel and is written by launches that are done once.
     *
     * @param offset in bytes, a multiple of 64
     * @param elementBytes of the type that the kernel sees it as
     */
    record Kept(long offset, int elementBytes) implements Argument {}

    record OfInt(int value) implements Argument {}

    record OfLong(long value) implements Argument {}

    record OfFloat(float value) implements Argument {}

    record OfDouble(double value) implements Argument {}

    /** Local memory of so many bytes. */
    record Local(long bytes) implements Argument {}

    /** The seed of the run, a ulong. */
    record Seed() implements Argument {}

    /** The number of the node in its plan, a ulong. */
    record NodeNumber() implements Argument {}

    static Argument input(int index) {
        return new Input(index);
    }

    static Argument output(int index) {
        return new Output(index);
    }

    static Argument of(int value) {
        return new OfInt(value);
    }

    static Argument of(long value) {
        return new OfLong(value);
    }

    static Argument of(float value) {
        return new OfFloat(value);
    }

    static Argument of(double value) {
        return new OfDouble(value);
    }

    static Argument local(long bytes) {
        return new Local(bytes);
    }
}
