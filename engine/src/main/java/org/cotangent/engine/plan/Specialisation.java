package org.cotangent.engine.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.UnknownType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Gives inputs their sizes, infers all types again, and computes what has become constant.
 *
 * <p>Initializers that are parameters are not constants.
 */
public final class Specialisation {
    private final OperatorLookup operators;
    private final HostCalls calls;

    public Specialisation(OperatorLookup operators, HostCalls calls) {
        this.operators = operators;
        this.calls = calls;
    }

    /** {@return the graph for inputs of these types; inputs that are not named keep theirs} */
    public Graph apply(Graph graph, Map<String, ? extends ValueType> inputs) {
        for (String name : inputs.keySet()) {
            if (!graph.inputs().containsKey(name)) {
                throw new GraphException("there is no input '" + name + "'; the graph has "
                        + graph.inputs().keySet());
            }
        }
        Map<String, Dim> sizes = new HashMap<>();
        inputs.forEach((name, type) -> bind(graph.input(name), type, sizes));
        Map<Value, ValueType> types = new HashMap<>();
        graph.inputs().forEach((name, input) -> types.put(input, typeOf(input, inputs.get(name), sizes)));
        return retyped(graph, types, Map.of());
    }

    /**
     * {@return the graph for inputs of these types, whatever it declared}
     *
     * @param types one for each input that is not known
     * @param known the elements of inputs that are the same in every run
     */
    Graph retyped(Graph graph, Map<Value, ValueType> types, Map<Value, Tensor> known) {
        GraphRewriter rewriter = new GraphRewriter(graph, operators, calls) {
            @Override
            @Nullable
            Tensor known(Value input) {
                return known.get(input);
            }

            @Override
            List<Value> rewrite(Node node, List<@Nullable Value> values) {
                return node.attributes().graphs().isEmpty()
                        ? keep(node, values)
                        : new ControlFlow(Specialisation.this, emitter(), node, values).emit();
            }
        };
        return rewriter.apply(input -> new Value(input.name(), types.getOrDefault(input, input.type())));
    }

    private static ValueType typeOf(Value input, @Nullable ValueType given, Map<String, Dim> sizes) {
        if (given != null) {
            return given;
        }
        return input.type() instanceof TensorType type ? type.with(type.shape().substitute(sizes::get)) : input.type();
    }

    private static void bindKind(Value input, ValueType given) {
        boolean fits = input.type() instanceof UnknownType || input.type().getClass() == given.getClass();
        if (!fits) {
            throw new TypeException("input '" + input.name() + "' must be " + input.type() + ", not " + given);
        }
    }

    /**
     * Numbers must agree. Symbols are hints: exporters give one name to axes of different sizes, so that two sizes of
     * one symbol are no error here; the operators find out whether the sizes fit.
     */
    private static void bind(Value input, ValueType type, Map<String, Dim> sizes) {
        if (!(input.type() instanceof TensorType declared) || !(type instanceof TensorType given)) {
            bindKind(input, type);
            return;
        }
        if (declared.dtype() != given.dtype()) {
            throw new TypeException(
                    "input '" + input.name() + "' must be " + declared.dtype() + ", not " + given.dtype());
        }
        Shape shape = declared.shape();
        if (!shape.isRanked()) {
            return;
        }
        if (shape.rank() != given.shape().rank()) {
            throw new ShapeException("input '" + input.name() + "' must have shape " + shape + " (rank " + shape.rank()
                    + "), not " + given.shape());
        }
        for (int axis = 0; axis < shape.rank(); axis++) {
            Dim dim = shape.dim(axis);
            Dim size = given.shape().dim(axis);
            String symbol = dim.symbolName();
            if (dim.isKnown() && !dim.equals(size)) {
                throw new ShapeException("input '" + input.name() + "' must have shape " + shape + ", not "
                        + given.shape() + ": axis " + axis + " must be " + dim);
            }
            if (symbol != null) {
                sizes.putIfAbsent(symbol, size);
            }
        }
    }
}
