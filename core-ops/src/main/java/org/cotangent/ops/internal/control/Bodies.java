package org.cotangent.ops.internal.control;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.OptionalType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Graphs for attributes, written as formulas. */
public final class Bodies {
    private Bodies() {}

    /** {@return the graph of a function of values of these types} */
    public static Graph of(
            Formulas f,
            String name,
            List<? extends ValueType> inputs,
            BiFunction<Formulas, List<Value>, List<Value>> function) {
        GraphBuilder builder = new GraphBuilder(name, f.emitter().operators());
        List<Value> arguments = new ArrayList<>();
        for (ValueType type : inputs) {
            arguments.add(builder.input("x" + arguments.size(), type));
        }
        int i = 0;
        for (Value output : function.apply(new Formulas(builder), arguments)) {
            builder.output("y" + i++, output);
        }
        return builder.build();
    }

    /**
     * {@return a function of tensors applied to values of one kind: to tensors themselves, to the tensors of sequences
     * one by one, to what optional values hold if they hold anything}
     */
    public static Value lifted(
            Formulas f, String name, List<Value> values, BiFunction<Formulas, List<Value>, Value> function) {
        List<ValueType> types = values.stream().map(Value::type).toList();
        @Nullable Value[] arguments = values.toArray(new @Nullable Value[0]);
        return switch (types.getFirst()) {
            case SequenceType s -> {
                List<ValueType> elements =
                        values.stream().map(value -> element(value.type())).toList();
                Graph body = of(f, name, elements, (g, x) -> List.of(function.apply(g, x)));
                yield f.op("SequenceMap", Attributes.none().with("body", new Attribute.OfGraph(body, 0)), arguments);
            }
            case OptionalType o -> {
                Graph present = of(f, name, types, (g, x) -> List.of(g.op("Optional", held(g, name, x, function))));
                Graph absent = of(f, "absent", types, (g, x) -> List.of(x.getFirst()));
                Attributes branches = Attributes.none()
                        .with("then_branch", new Attribute.OfGraph(present, values.size()))
                        .with("else_branch", new Attribute.OfGraph(absent, values.size()));
                List<@Nullable Value> inputs = new ArrayList<>(values);
                inputs.addFirst(f.op("OptionalHasElement", values.getFirst()));
                yield f.op("If", branches, inputs.toArray(new @Nullable Value[0]));
            }
            default -> function.apply(f, values);
        };
    }

    /** {@return the graph with these values of its own as further outputs} */
    public static Graph withOutputs(Formulas f, Graph graph, List<Value> further) {
        GraphBuilder builder = GraphBuilder.from(graph, f.emitter().operators());
        for (Value value : further) {
            int i = graph.outputs().size() + further.indexOf(value);
            String name = value.name() + "#" + i;
            builder.output(graph.outputs().containsKey(name) ? name + "'" : name, value);
        }
        return builder.build();
    }

    private static Value held(
            Formulas f, String name, List<Value> values, BiFunction<Formulas, List<Value>, Value> function) {
        return lifted(
                f,
                name,
                values.stream().map(value -> f.op("OptionalGetElement", value)).toList(),
                function);
    }

    private static ValueType element(ValueType type) {
        return type instanceof SequenceType sequence ? sequence.element() : type;
    }
}
