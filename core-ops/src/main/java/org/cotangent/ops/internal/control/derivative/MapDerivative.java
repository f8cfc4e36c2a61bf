package org.cotangent.ops.internal.control.derivative;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.cotangent.ops.internal.control.Bodies;
import org.cotangent.ops.internal.control.LoopSignature;
import org.cotangent.ops.internal.control.MapLoop;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Pruning;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of SequenceMap: the map of the derivative of its body. Cotangents of what is the same for all places
 * are added up.
 */
public final class MapDerivative {

    private MapDerivative() {}

    public static Derivative rules() {
        return new Derivative.Rules(MapDerivative::jvp, MapDerivative::vjp);
    }

    private static int formal(Point at) {
        return at.inputs().size() - at.attributes().captures();
    }

    private static List<Tangent> jvp(Formulas f, Point at, List<Tangent> tangents) {
        Graph body = MapLoop.body(at);
        List<Integer> moving = Moving.of(tangents);
        List<Integer> outputs = new TreeSet<>(at.graphs().dependents(body, moving))
                .stream().filter(i -> i < at.outputCount()).toList();
        if (outputs.isEmpty()) {
            return Moving.tangents(at.outputCount(), List.of(), List.of());
        }
        Graph both = at.graphs().jvp(body, moving, outputs);
        Graph pushed = Pruning.withOutputs(
                both, Moving.range(body.outputs().size(), both.outputs().size()));
        List<Value> values = new ArrayList<>(MapLoop.inputs(at));
        values.addAll(Moving.values(tangents));
        int formal = formal(at);
        List<Integer> mapped = new ArrayList<>(Moving.range(0, formal));
        List<Integer> shared = new ArrayList<>(Moving.range(formal, at.inputs().size()));
        for (int k = 0; k < moving.size(); k++) {
            (moving.get(k) < formal ? mapped : shared).add(at.inputs().size() + k);
        }
        List<Value> results = map(f, pushed, values, mapped, shared, outputs.size());
        return Moving.tangents(at.outputCount(), outputs, results);
    }

    private static List<Tangent> vjp(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted) {
        List<Integer> outputs = Moving.of(cotangents);
        List<Integer> inputs = List.copyOf(new TreeSet<>(wanted));
        int formal = formal(at);
        boolean ofTensors =
                inputs.stream().allMatch(i -> isMapped(at, i) || at.input(i).type() instanceof TensorType);
        if (!ofTensors) {
            return loopVjp(f, at, outputs, cotangents, inputs);
        }
        Graph pullback = at.graphs().vjp(MapLoop.body(at), outputs, inputs);
        List<Value> values = new ArrayList<>(MapLoop.inputs(at));
        values.addAll(Moving.values(cotangents));
        List<Integer> mapped = new ArrayList<>(Moving.range(at.inputs().size(), values.size()));
        List<Integer> shared = new ArrayList<>();
        for (int i : Pruning.usedInputs(pullback)) {
            if (i < at.inputs().size()) {
                (i < formal ? mapped : shared).add(i);
            }
        }
        List<Value> results = new ArrayList<>(map(f, pullback, values, mapped, shared, inputs.size()));
        for (int k = 0; k < inputs.size(); k++) {
            if (!isMapped(at, inputs.get(k))) {
                Value input = at.input(inputs.get(k));
                results.set(k, f.own("SequenceSum", Attributes.none(), results.get(k), input));
            }
        }
        return Moving.tangents(at.inputs().size(), inputs, results);
    }

    private static boolean isMapped(Point at, int input) {
        return input < formal(at) && at.input(input).type() instanceof SequenceType;
    }

    /** Cotangents of sequences that are the same for all positions are added up by a loop. */
    private static List<Tangent> loopVjp(
            Formulas f, Point at, List<Integer> outputs, List<Tangent> cotangents, List<Integer> inputs) {
        List<Value> values = new ArrayList<>(MapLoop.inputs(at));
        Graph loop = Bodies.of(f, "map", values.stream().map(Value::type).toList(), (g, in) -> MapLoop.of(g, at, in));
        values.addAll(Moving.values(cotangents));
        Graph pullback = at.graphs().vjp(loop, outputs, inputs);
        return Moving.tangents(at.inputs().size(), inputs, pullback.inline(f.emitter(), values));
    }

    /** Maps a graph over these of the values, with those others captured; the graph takes them in their order. */
    private static List<Value> map(
            Formulas f, Graph graph, List<Value> values, List<Integer> mapped, List<Integer> shared, int outputs) {
        List<Integer> order = new ArrayList<>(mapped);
        order.addAll(shared);
        Attributes attributes = Attributes.none()
                .with(LoopSignature.BODY, new Attribute.OfGraph(Pruning.withInputs(graph, order), shared.size()));
        @Nullable Value[] inputs = order.stream().map(values::get).toArray(Value[]::new);
        return f.call("", "SequenceMap", attributes, outputs, inputs);
    }
}
