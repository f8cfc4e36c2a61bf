package org.cotangent.spi.op;

import org.cotangent.spi.graph.Value;

/** The point at which an operator is linearised: a call together with its outputs. */
public interface Point extends Call {
    /**
     * {@return output {@code i} of the forward call}
     *
     * <p>An optional or residual output that the graph did not use so far is computed from now on because a rule asks.
     */
    Value output(int i);
}
