package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.MapType;
import org.cotangent.spi.tensor.OptionalType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.UnknownType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Writes a graph again in float64, with some of its initializers as inputs. */
public final class Float64 {
    /** Attributes that hold an element type. */
    private static final Set<String> TYPES =
            Set.of("to", "dtype", "stash_type", "output_dtype", "precision", "softmax_precision", "output_datatype");

    private Float64() {}

    /** {@return the graph with every floating type replaced by float64; its new inputs come after the others} */
    public static Graph of(Graph graph, Set<String> newInputs, OperatorLookup operators) {
        return of(graph, newInputs, operators, Float64::isFloating);
    }

    /** {@return the graph in float64, with those of its outputs whose types are wanted} */
    private static Graph of(Graph graph, Set<String> newInputs, OperatorLookup operators, Predicate<ValueType> wanted) {
        GraphBuilder builder = new GraphBuilder(graph.name(), operators);
        IdentityHashMap<Value, Value> images = new IdentityHashMap<>();
        graph.inputs().forEach((name, value) -> images.put(value, builder.input(name, widened(value.type()))));
        graph.initializers()
                .forEach((value, tensor) -> images.put(
                        value,
                        newInputs.contains(value.name())
                                ? builder.input(value.name(), widened(value.type()))
                                : builder.initializer(value.name(), widened(tensor))));
        for (Node node : graph.nodes()) {
            List<@Nullable Value> inputs = new ArrayList<>();
            for (Value input : node.inputs()) {
                inputs.add(input == null ? null : images.get(input));
            }
            List<Value> outputs = builder.emit(
                    node.operator(),
                    widened(node, operators),
                    inputs,
                    node.outputs().size());
            for (int i = 0; i < outputs.size(); i++) {
                images.put(node.outputs().get(i), outputs.get(i));
            }
        }
        graph.outputs().forEach((name, value) -> {
            Value image = images.get(value);
            if (image != null && wanted.test(image.type())) {
                builder.output(name, image);
            }
        });
        return builder.build();
    }

    private static boolean isFloating(ValueType type) {
        return type instanceof TensorType tensor && tensor.dtype().isFloating();
    }

    private static ValueType widened(ValueType type) {
        return switch (type) {
            case TensorType tensor -> tensor.dtype().isFloating() ? tensor.with(DType.DOUBLE) : tensor;
            case SequenceType(ValueType element, boolean empty) -> new SequenceType(widened(element), empty);
            case OptionalType(ValueType element) -> new OptionalType(widened(element));
            case MapType map -> map;
            case UnknownType unknown -> unknown;
        };
    }

    static Tensor widened(Tensor tensor) {
        return tensor.dtype().isFloating() ? tensor.converted(DType.DOUBLE) : tensor;
    }

    private static Attributes widened(Node node, OperatorLookup operators) {
        Map<String, Attribute> attributes = new LinkedHashMap<>();
        node.attributes()
                .asMap()
                .forEach((name, attribute) -> attributes.put(
                        name,
                        switch (attribute) {
                            case Attribute.OfGraph(Graph body, int captures) ->
                                new Attribute.OfGraph(of(body, Set.of(), operators, type -> true), captures);
                            case Attribute.OfType(ValueType type) -> new Attribute.OfType(widened(type));
                            case Attribute.OfTensor(Tensor value) -> new Attribute.OfTensor(widened(value));
                            case Attribute.OfInt(long code)
                            when TYPES.contains(name) && isFloatingCode(code) ->
                                new Attribute.OfInt(DType.DOUBLE.code());
                            default -> attribute;
                        }));
        return Attributes.of(attributes);
    }

    private static boolean isFloatingCode(long code) {
        return DType.floating().stream().anyMatch(type -> type.code() == code);
    }
}
