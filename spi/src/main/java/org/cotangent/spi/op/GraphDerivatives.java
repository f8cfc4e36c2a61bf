package org.cotangent.spi.op;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.cotangent.spi.graph.Graph;

/**
 * Derivatives of graphs in attributes, which are graphs again: what the rules of branches and loops are made of.
 *
 * <p>Inputs and outputs are told by their numbers. Those that have no tangent space must not be asked for.
 */
public interface GraphDerivatives {
    /** {@return the outputs that depend on these inputs in a way that may be differentiated} */
    Set<Integer> dependents(Graph graph, Collection<Integer> inputs);

    /**
     * {@return the graph that pushes tangents forward}
     *
     * <p>Its inputs are those of the graph, then a tangent for each of {@code inputs}; its outputs are those of the
     * graph, then the tangent of each of {@code outputs}. Inputs that are not named do not move.
     */
    Graph jvp(Graph graph, List<Integer> inputs, List<Integer> outputs);

    /**
     * {@return the graph that pulls cotangents back}
     *
     * <p>Its inputs are those of the graph, then a cotangent for each of {@code outputs}; its outputs are the
     * cotangents of {@code inputs}. What it needs of the values within, it computes again.
     */
    Graph vjp(Graph graph, List<Integer> outputs, List<Integer> inputs);
}
