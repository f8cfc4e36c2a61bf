package org.cotangent.cli;

/** What became of a case. */
record Verdict(String name, Outcome outcome, String reason) {
    /** The three ends of a case. */
    enum Outcome {
        PASSED,
        FAILED,
        UNSUPPORTED
    }

    static Verdict passed(String name, String remark) {
        return new Verdict(name, Outcome.PASSED, remark);
    }

    static Verdict failed(String name, String reason) {
        return new Verdict(name, Outcome.FAILED, reason);
    }

    static Verdict unsupported(String name, String reason) {
        return new Verdict(name, Outcome.UNSUPPORTED, reason);
    }
}
