package org.cotangent.cpu.onednn;

/** Calls of native functions, which throw nothing; what invoking their handles may throw comes from Java. */
final class Downcalls {

    private Downcalls() {}

    /** Throws what is unchecked, and returns what to throw for all else. */
    static IllegalStateException failure(Throwable thrown) {
        return switch (thrown) {
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> new IllegalStateException("a native function cannot throw", thrown);
        };
    }
}
