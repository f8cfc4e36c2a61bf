package org.cotangent.testkit.calculus;

/** What came of checking one law in one case. */
public sealed interface Verdict {
    /** The law holds. */
    record Pass() implements Verdict {}

    /** The law is broken, and where. */
    record Fail(String details) implements Verdict {}

    /** Nothing could be decided, for instance because finite differences are too inexact here. */
    record Inconclusive(String why) implements Verdict {}

    /** The law does not concern this case. */
    record Skipped(String why) implements Verdict {}

    /** The law concerns this case, but something that it takes is not there, such as an operator or a derivative. */
    record Unsupported(String what) implements Verdict {}

    static Verdict pass() {
        return new Pass();
    }

    static Verdict fail(String details) {
        return new Fail(details);
    }

    static Verdict inconclusive(String why) {
        return new Inconclusive(why);
    }

    static Verdict skipped(String why) {
        return new Skipped(why);
    }

    static Verdict unsupported(String what) {
        return new Unsupported(what);
    }
}
