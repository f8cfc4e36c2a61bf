package org.cotangent.engine.autodiff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Pruning;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.GraphDerivatives;
import org.cotangent.spi.op.Tangent;

/** Derivatives of graphs by the sweeps that differentiate whole graphs. */
public final class GraphCalculus implements GraphDerivatives {
    private final OperatorLookup operators;

    public GraphCalculus(OperatorLookup operators) {
        this.operators = operators;
    }

    @Override
    public Set<Integer> dependents(Graph graph, Collection<Integer> inputs) {
        List<Value> given = List.copyOf(graph.inputs().values());
        List<Value> moving = inputs.stream().map(given::get).toList();
        Set<Value> active = Activity.of(Site.of(GraphBuilder.from(graph, operators), graph.nodes()), moving);
        Set<Integer> dependents = new LinkedHashSet<>();
        int i = 0;
        for (Value output : graph.outputs().values()) {
            if (active.contains(output) && Tangents.hasTangents(output)) {
                dependents.add(i);
            }
            i++;
        }
        return dependents;
    }

    @Override
    public Graph jvp(Graph graph, List<Integer> inputs, List<Integer> outputs) {
        List<Value> given = List.copyOf(graph.inputs().values());
        List<Value> results = List.copyOf(graph.outputs().values());
        GraphBuilder builder = GraphBuilder.from(graph, operators);
        Formulas f = new Formulas(builder);
        Map<Value, Tangent> tangents = new HashMap<>();
        for (int i : inputs) {
            Value input = given.get(i);
            tangents.put(input, Tangent.of(builder.newInput(Differentiation.TANGENT + input.name(), input.type())));
        }
        new ForwardSweep(f, tangents).over(Site.of(builder, graph.nodes()));
        for (int i : outputs) {
            Value output = results.get(i);
            Tangent tangent = tangents.getOrDefault(output, Tangent.zero());
            builder.output(Differentiation.JVP + "#" + i + output.name(), Tangents.materialize(f, tangent, output));
        }
        return replayable(graph, Pruning.live(builder.build()));
    }

    @Override
    public Graph vjp(Graph graph, List<Integer> outputs, List<Integer> inputs) {
        List<Value> given = List.copyOf(graph.inputs().values());
        List<Value> results = List.copyOf(graph.outputs().values());
        GraphBuilder builder = GraphBuilder.from(graph, operators);
        Formulas f = new Formulas(builder);
        ReverseSweep sweep = new ReverseSweep(f, Site.of(builder, graph.nodes()));
        for (int i : outputs) {
            Value output = results.get(i);
            Value cotangent = builder.newInput(Differentiation.COTANGENT + output.name(), output.type());
            sweep.seed(output, Tangent.of(cotangent));
        }
        Map<Value, Value> found = sweep.run(inputs.stream().map(given::get).toList());
        builder.clearOutputs();
        for (int i : inputs) {
            Value input = given.get(i);
            Value cotangent = found.get(input);
            builder.output(
                    Differentiation.VJP + "#" + i + input.name(), cotangent == null ? f.zerosLike(input) : cotangent);
        }
        return replayable(graph, Pruning.live(builder.build()));
    }

    /** What is computed again must come out the same. */
    private static Graph replayable(Graph graph, Graph derivative) {
        Set<Node> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        kept.addAll(derivative.nodes());
        List<String> random = new ArrayList<>();
        for (Node node : graph.nodes()) {
            if (kept.contains(node) && node.isRandom()) {
                random.add(node.describe());
            }
        }
        if (!random.isEmpty()) {
            throw new UnsupportedException(
                    "graph '" + graph.name() + "' in an attribute cannot be differentiated: " + random
                            + " draw random numbers, and would draw others when they are computed again."
                            + " Draw them outside of the graph, which can use them.");
        }
        return derivative;
    }
}
