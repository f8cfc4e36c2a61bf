package org.cotangent.cli;

import java.util.Collection;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;

/** Initializers that are to be differentiated. */
final class Trainables {
    private Trainables() {}

    /** {@return the graph with these initializers as parameters, so that they are not folded away} */
    static Graph parametrise(Graph graph, Collection<String> names, Cotangent cotangent) {
        GraphBuilder builder = GraphBuilder.from(graph, cotangent.operators());
        names.forEach(name -> builder.markParameter(graph.initializer(name)));
        return builder.build();
    }
}
