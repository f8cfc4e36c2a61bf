package org.cotangent.spi.graph;

import java.util.List;

/** Writes gradients into a graph. */
@FunctionalInterface
public interface ReverseMode {
    /**
     * {@return the gradients of the sum of the elements of {@code y} with respect to {@code xs}, written into the
     * builder; zeros where y does not depend on an x}
     *
     * @param nodes those of the builder through which y depends on xs, each after those whose outputs it uses
     */
    List<Value> gradients(GraphBuilder builder, List<Node> nodes, Value y, List<Value> xs);
}
