package org.cotangent.ops.internal.control.derivative;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Pruning;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.GraphDerivatives;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Tangent;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of If: the If of the derivatives of its branches, which compute again what they need.
 *
 * @param branches the names of the two attributes
 */
public record BranchDerivative(List<String> branches) {
    public Derivative rules() {
        return new Derivative.Rules(this::jvp, this::vjp);
    }

    private List<Tangent> jvp(Formulas f, Point at, List<Tangent> tangents) {
        GraphDerivatives graphs = at.graphs();
        List<Integer> moving = Moving.of(tangents).stream().map(i -> i - 1).toList();
        Set<Integer> dependents = new TreeSet<>();
        for (String branch : branches) {
            dependents.addAll(graphs.dependents(at.attributes().graph(branch).body(), moving));
        }
        dependents.removeIf(i -> i >= at.outputCount());
        List<Integer> outputs = List.copyOf(dependents);
        List<Value> results = call(f, at, Moving.values(tangents), outputs.size(), branch -> {
            Graph both = graphs.jvp(branch, moving, outputs);
            return Pruning.withOutputs(
                    both, Moving.range(branch.outputs().size(), both.outputs().size()));
        });
        return Moving.tangents(at.outputCount(), outputs, results);
    }

    private List<Tangent> vjp(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted) {
        GraphDerivatives graphs = at.graphs();
        List<Integer> outputs = Moving.of(cotangents);
        List<Integer> inputs = List.copyOf(new TreeSet<>(wanted));
        List<Integer> captures = inputs.stream().map(i -> i - 1).toList();
        List<Value> results =
                call(f, at, Moving.values(cotangents), inputs.size(), branch -> graphs.vjp(branch, outputs, captures));
        return Moving.tangents(at.inputs().size(), inputs, results);
    }

    /** Calls If with other branches, which take further values and capture only what they use. */
    private List<Value> call(Formulas f, Point at, List<Value> further, int outputs, UnaryOperator<Graph> derivative) {
        if (outputs == 0) {
            return List.of();
        }
        List<@Nullable Value> values =
                new ArrayList<>(at.inputs().subList(1, at.inputs().size()));
        values.addAll(further);
        List<Graph> graphs = branches.stream()
                .map(branch -> derivative.apply(at.attributes().graph(branch).body()))
                .toList();
        Set<Integer> used = new TreeSet<>();
        graphs.forEach(graph -> used.addAll(Pruning.usedInputs(graph)));
        Attributes attributes = Attributes.none();
        for (int k = 0; k < graphs.size(); k++) {
            Graph trimmed = Pruning.withInputs(graphs.get(k), used);
            attributes = attributes.with(branches.get(k), new Attribute.OfGraph(trimmed, used.size()));
        }
        List<@Nullable Value> inputs = new ArrayList<>(List.of(at.input(0)));
        used.forEach(i -> inputs.add(values.get(i)));
        return f.call("", "If", attributes, outputs, inputs.toArray(new @Nullable Value[0]));
    }
}
