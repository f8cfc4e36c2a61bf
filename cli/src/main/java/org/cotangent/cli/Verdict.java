package org.cotangent.cli;

import java.util.List;

/**
 * What became of a case.
 *
 * @param operators those that it calls, as far as they are known
 */
record Verdict(String name, Outcome outcome, String reason, List<String> operators) {
    /** The three ends of a case. */
    enum Outcome {
        PASSED,
        FAILED,
        UNSUPPORTED
    }

    static Verdict passed(String name, String remark) {
        return new Verdict(name, Outcome.PASSED, remark, List.of());
    }

    static Verdict failed(String name, String reason) {
        return new Verdict(name, Outcome.FAILED, reason, List.of());
    }

    static Verdict unsupported(String name, String reason) {
        return new Verdict(name, Outcome.UNSUPPORTED, reason, List.of());
    }

    Verdict of(List<String> called) {
        return new Verdict(name, outcome, reason, called);
    }
}
