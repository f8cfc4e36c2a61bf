package org.cotangent.engine.plan;

/** What becomes of calls that a device has no kernel for, neither for the operator nor for its expansion. */
public enum Fallback {
    /** They run on the host; {@link Plan#fallbacks()} names them. */
    ALLOW,
    /** They run on the host, and the log names them when the plan is made. */
    WARN,
    /** There is no plan: an {@link org.cotangent.spi.UnsupportedException} names them. */
    FAIL
}
