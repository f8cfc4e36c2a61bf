package org.cotangent.engine.autodiff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.ReverseMode;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Tangent;

/**
 * Graphs of derivatives of graphs. They are ordinary graphs: they run anywhere, can be exported, and have derivatives.
 *
 * <p>Values are chosen by name: inputs, initializers, or outputs of nodes. Names of the added inputs and outputs are
 * those of the value behind a prefix.
 */
public final class Differentiation implements ReverseMode {
    /** Before the name of an output: the input that holds its cotangent. */
    public static final String COTANGENT = "cotangent.";
    /** Before the name of an input or initializer: the input that holds its tangent. */
    public static final String TANGENT = "tangent.";
    /** Before the name of an input or initializer: the output that holds its cotangent. */
    public static final String VJP = "vjp.";
    /** Before the name of an output: the output that holds its tangent. */
    public static final String JVP = "jvp.";

    private final OperatorLookup operators;

    public Differentiation(OperatorLookup operators) {
        this.operators = operators;
    }

    /**
     * {@return the graph that computes the outputs and the vector-Jacobian products}
     *
     * <p>It has an input {@code cotangent.<output>} for each floating output and an output {@code vjp.<name>} for each
     * name in {@code wrt}, the gradient of {@code sum_o <cotangent_o, output_o>}.
     */
    public Graph vjp(Graph graph, Collection<String> wrt) {
        GraphBuilder builder = GraphBuilder.from(graph, operators);
        Formulas f = new Formulas(builder);
        Map<Value, Value> cotangents = new LinkedHashMap<>();
        graph.outputs().forEach((name, value) -> {
            if (Tangents.hasTangents(value)) {
                cotangents.merge(value, builder.input(COTANGENT + name, value.type()), f::add);
            }
        });
        Map<Value, Tangent> seeds = new LinkedHashMap<>();
        cotangents.forEach((value, cotangent) -> seeds.put(value, Tangent.of(cotangent)));
        gradients(builder, graph, seeds, wrt).forEach((name, value) -> builder.output(VJP + name, value));
        return builder.build();
    }

    /**
     * {@return by name, the gradients of {@code sum <cotangent, value>} over the seeds, written into the builder; zeros
     * where nothing depends on a name}
     *
     * @param builder made {@linkplain GraphBuilder#from from} {@code graph}
     */
    public SequencedMap<String, Value> gradients(
            GraphBuilder builder, Graph graph, Map<Value, Tangent> seeds, Collection<String> wrt) {
        SequencedMap<String, Value> wanted = named(graph, wrt);
        Map<Value, Value> found = sweep(builder, graph.nodes(), seeds, wanted.values());
        SequencedMap<String, Value> gradients = new LinkedHashMap<>();
        wanted.forEach((name, value) -> gradients.put(name, gradient(builder, found, value)));
        return gradients;
    }

    @Override
    public List<Value> gradients(GraphBuilder builder, List<Node> nodes, Value y, List<Value> xs) {
        Tangent ones = Tangent.of(new Formulas(builder).onesLike(y));
        Map<Value, Value> found = sweep(builder, nodes, Map.of(y, ones), xs);
        return xs.stream().map(x -> gradient(builder, found, x)).toList();
    }

    private static Map<Value, Value> sweep(
            GraphBuilder builder, List<Node> nodes, Map<Value, Tangent> seeds, Collection<Value> wanted) {
        ReverseSweep sweep = new ReverseSweep(new Formulas(builder), Site.of(builder, nodes));
        seeds.forEach(sweep::seed);
        return sweep.run(wanted);
    }

    private static Value gradient(GraphBuilder builder, Map<Value, Value> found, Value x) {
        Value gradient = found.get(x);
        return gradient == null ? new Formulas(builder).zerosLike(x) : gradient;
    }

    /**
     * {@return the graph that computes the outputs and the Jacobian-vector products}
     *
     * <p>It has an input {@code tangent.<name>} for each name in {@code wrt} and an output {@code jvp.<output>} for
     * each floating output.
     */
    public Graph jvp(Graph graph, Collection<String> wrt) {
        GraphBuilder builder = GraphBuilder.from(graph, operators);
        Formulas f = new Formulas(builder);
        Map<Value, Tangent> tangents = new LinkedHashMap<>();
        named(graph, wrt)
                .forEach((name, value) -> tangents.put(value, Tangent.of(builder.input(TANGENT + name, value.type()))));
        new ForwardSweep(f, tangents).over(Site.of(builder, graph.nodes()));
        graph.outputs().forEach((name, value) -> {
            if (Tangents.hasTangents(value)) {
                Tangent tangent = tangents.getOrDefault(value, Tangent.zero());
                builder.output(JVP + name, Tangents.materialize(f, tangent, value));
            }
        });
        return builder.build();
    }

    private static SequencedMap<String, Value> named(Graph graph, Collection<String> names) {
        SequencedMap<String, Value> values = new LinkedHashMap<>();
        List<String> unknown = new ArrayList<>();
        for (String name : names) {
            Value value = graph.find(name);
            if (value == null) {
                unknown.add(name);
            } else if (!Tangents.hasTangents(value)) {
                throw new TypeException("'" + name + "' is " + value.type()
                        + ": only tensors of floating-point type can be differentiated");
            } else {
                values.put(name, value);
            }
        }
        if (!unknown.isEmpty()) {
            throw new GraphException("graph '" + graph.name() + "' has no values " + unknown);
        }
        return values;
    }
}
