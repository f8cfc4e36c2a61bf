package org.cotangent.engine.kernel;

import java.util.List;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.backend.Subgraph;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Makes graphs in attributes run. */
@FunctionalInterface
public interface Subgraphs {
    /**
     * {@return the graph, ready to run}
     *
     * @param known for each of the last inputs of the graph, its captures, the elements if they are the same in every
     *     run, or null
     */
    Subgraph prepare(Graph graph, List<@Nullable Tensor> known);

    /** {@return the one that refuses, where there is no engine} */
    static Subgraphs none() {
        return (graph, known) -> {
            throw new UnsupportedException("graph '" + graph.name() + "' cannot be run here: there is no engine");
        };
    }
}
