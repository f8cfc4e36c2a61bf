package org.cotangent.engine.autodiff;

import java.util.List;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Emitter;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.GraphDerivatives;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.tensor.UnknownType;
import org.jspecify.annotations.Nullable;

/** A call that was emitted, as the point at which it is linearised. */
public record Site(
        Emitter emitter, Operator operator, Attributes attributes, List<@Nullable Value> inputs, List<Value> outputs)
        implements Point {

    /** {@return the sites of the nodes of a graph that {@code builder} holds} */
    public static List<Site> of(GraphBuilder builder, List<Node> nodes) {
        return nodes.stream()
                .map(node -> new Site(builder, node.operator(), node.attributes(), node.inputs(), node.outputs()))
                .toList();
    }

    @Override
    public int outputCount() {
        return outputs.size();
    }

    @Override
    public Value output(int i) {
        if (i < outputs.size()) {
            return outputs.get(i);
        }
        if (emitter instanceof GraphBuilder builder) {
            Node node = builder.producer(outputs.getFirst());
            if (node != null) {
                return builder.output(node, i);
            }
        }
        return emitter.emit(operator, attributes, inputs, i + 1).get(i);
    }

    @Override
    public List<Value> extended(Attributes more, int count) {
        if (emitter instanceof GraphBuilder builder) {
            Node node = builder.producer(outputs.getFirst());
            if (node != null
                    && node.outputs().size() == outputs.size()
                    && node.attributes().equals(attributes)) {
                return builder.extend(node, operator.signature().resolve(more), count);
            }
        }
        return emitter.emit(operator, more, inputs, count);
    }

    @Override
    public GraphDerivatives graphs() {
        return new GraphCalculus(emitter.operators());
    }

    /** {@return whether input {@code i} has a tangent space} */
    boolean isDifferentiable(int i) {
        Value input = i < inputs.size() ? inputs.get(i) : null;
        return input != null && operator.signature().input(i).role() != Role.FIXED && Tangents.hasTangents(input);
    }

    /** {@return whether input {@code i} may have a tangent space, but its type is not known} */
    boolean isUnknown(int i) {
        Value input = i < inputs.size() ? inputs.get(i) : null;
        return input != null
                && operator.signature().input(i).role() != Role.FIXED
                && input.type() instanceof UnknownType;
    }

    /** {@return an error that says that the type of input {@code i} has to be known} */
    UnsupportedException refusal(int i) {
        return new UnsupportedException(describe() + " cannot be differentiated: the type of its input " + i + " ('"
                + operator.signature().input(i).name() + "') is not known."
                + " Specialise the graph for inputs of known rank first.");
    }

    /** {@return how messages name this call} */
    String describe() {
        return operator.id().qualifiedName() + " (output '" + outputs.getFirst().name() + "')";
    }
}
