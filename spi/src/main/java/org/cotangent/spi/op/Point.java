package org.cotangent.spi.op;

import java.util.List;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;

/** The point at which an operator is linearised: a call together with its outputs. */
public interface Point extends Call {
    /**
     * {@return output {@code i} of the forward call}
     *
     * <p>An optional or residual output that the graph did not use so far is computed from now on because a rule asks.
     */
    Value output(int i);

    /**
     * {@return the outputs of the forward call with other attributes, under which it gives more of them}
     *
     * <p>The outputs that were there must stay what they are. A call in a graph is changed; one that has run, or was
     * changed before, is made again.
     *
     * @param outputs how many
     */
    default List<Value> extended(Attributes attributes, int outputs) {
        throw new UnsupportedException("the forward call cannot be changed here");
    }

    /** {@return the derivatives of graphs in attributes} */
    default GraphDerivatives graphs() {
        throw new UnsupportedException("graphs cannot be differentiated here");
    }
}
