package org.cotangent.ops.internal.control.derivative;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.cotangent.ops.internal.control.Bodies;
import org.cotangent.ops.internal.control.ScanSignature;
import org.cotangent.ops.internal.control.derivative.ReverseIteration.Argument;
import org.cotangent.ops.internal.control.derivative.ReverseIteration.Axis;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Pruning;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Tangent;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of Scan: a scan that carries tangents along, and one in the other direction that takes the states that
 * the forward scan began its iterations with, which it stacks, as far as the derivative needs them.
 */
public final class ScanDerivative {
    private static final Axis STACKED = new Axis(0, false);

    private final Formulas f;
    private final Point at;
    private final Graph body;
    private final ScanSignature signature;
    private final List<Axis> inputAxes;
    private final List<Axis> outputAxes;

    private ScanDerivative(Formulas f, Point at) {
        this.f = f;
        this.at = at;
        this.body = at.attributes().graph(ScanSignature.BODY).body();
        this.signature = ScanSignature.of(at.attributes());
        this.inputAxes = axes(ScanSignature.INPUT_AXES, ScanSignature.INPUT_DIRECTIONS, signature.slices());
        this.outputAxes = axes(ScanSignature.OUTPUT_AXES, ScanSignature.OUTPUT_DIRECTIONS, signature.scans());
        for (int k = 0; k < inputAxes.size(); k++) {
            int rank = at.shape(signature.states() + k).rank();
            inputAxes.set(k, fromFront(inputAxes.get(k), rank));
        }
        List<Value> given = List.copyOf(body.outputs().values());
        for (int k = 0; k < outputAxes.size(); k++) {
            int rank = given.get(signature.states() + k).shape().rank() + 1;
            outputAxes.set(k, fromFront(outputAxes.get(k), rank));
        }
    }

    private List<Axis> axes(String places, String directions, int count) {
        long[] axis = ScanSignature.list(at.attributes(), places, count);
        long[] direction = ScanSignature.list(at.attributes(), directions, count);
        List<Axis> axes = new ArrayList<>();
        for (int k = 0; k < count; k++) {
            axes.add(new Axis((int) axis[k], direction[k] == 1));
        }
        return axes;
    }

    private static Axis fromFront(Axis axis, int rank) {
        return axis.axis() < 0 ? new Axis(axis.axis() + rank, axis.reversed()) : axis;
    }

    public static Derivative rules() {
        return new Derivative.Rules(
                (f, at, tangents) -> new ScanDerivative(f, at).jvp(tangents),
                (f, at, cotangents, wanted) -> new ScanDerivative(f, at).vjp(cotangents, wanted));
    }

    private boolean isState(int place) {
        return place < signature.states();
    }

    private boolean isSlice(int input) {
        return !isState(input) && input < signature.states() + signature.slices();
    }

    private Spread spread(Set<Integer> moving) {
        return Spread.of(at.graphs(), body, moving, 0, 0, signature.states());
    }

    private List<Tangent> jvp(List<Tangent> tangents) {
        Spread spread = spread(new TreeSet<>(Moving.of(tangents)));
        List<Integer> moving = List.copyOf(spread.inputs());
        Set<Integer> moved = new TreeSet<>(spread.outputs());
        moving.stream().filter(this::isState).forEach(moved::add);
        Graph both = at.graphs().jvp(body, moving, List.copyOf(moved));
        int inputs = signature.inputs();
        List<Integer> order = new ArrayList<>();
        List<@Nullable Value> arguments = new ArrayList<>();
        for (int[] part : new int[][] {
            {0, signature.states()},
            {signature.states(), signature.states() + signature.slices()},
            {signature.states() + signature.slices(), inputs}
        }) {
            for (int i = part[0]; i < part[1]; i++) {
                order.add(i);
                arguments.add(at.input(i));
            }
            for (int k = 0; k < moving.size(); k++) {
                int i = moving.get(k);
                if (i >= part[0] && i < part[1]) {
                    order.add(inputs + k);
                    arguments.add(Moving.materialized(f, tangents.get(i), at.input(i)));
                }
            }
        }
        List<Integer> results = new ArrayList<>(Moving.range(0, signature.states()));
        results.addAll(Moving.range(body.outputs().size(), both.outputs().size()));
        Graph arranged = Pruning.withOutputs(Pruning.withInputs(both, order), results);
        List<Integer> slices = moving.stream().filter(this::isSlice).toList();
        List<Axis> taken = new ArrayList<>(inputAxes);
        slices.forEach(i -> taken.add(inputAxes.get(i - signature.states())));
        List<Axis> given = moved.stream()
                .filter(o -> !isState(o))
                .map(o -> outputAxes.get(o - signature.states()))
                .toList();
        int states = (int) moving.stream().filter(this::isState).count();
        int captures = signature.captures() + moving.size() - states - slices.size();
        Attributes attributes = Attributes.none()
                .with(ScanSignature.BODY, new Attribute.OfGraph(arranged, captures))
                .with(ScanSignature.COUNT, taken.size())
                .with(ScanSignature.INPUT_AXES, places(taken))
                .with(ScanSignature.INPUT_DIRECTIONS, directions(taken))
                .with(ScanSignature.OUTPUT_AXES, places(given))
                .with(ScanSignature.OUTPUT_DIRECTIONS, directions(given));
        int count = signature.states() + moved.size();
        List<Value> found = f.call("", "Scan", attributes, count, arguments.toArray(new @Nullable Value[0]));
        return Moving.tangents(at.outputCount(), List.copyOf(moved), found.subList(signature.states(), count));
    }

    private static long[] places(List<Axis> axes) {
        return axes.stream().mapToLong(Axis::axis).toArray();
    }

    private static long[] directions(List<Axis> axes) {
        return axes.stream().mapToLong(axis -> axis.reversed() ? 1 : 0).toArray();
    }

    private List<Tangent> vjp(List<Tangent> cotangents, Set<Integer> wanted) {
        Spread spread = spread(wanted);
        List<Integer> states = spread.inputs().stream().filter(this::isState).toList();
        List<Integer> slices =
                new TreeSet<>(wanted).stream().filter(this::isSlice).toList();
        List<Integer> shared = new TreeSet<>(wanted)
                .stream().filter(i -> !isState(i) && !isSlice(i)).toList();
        List<Integer> outputs = new ArrayList<>(states);
        spread.outputs().stream()
                .filter(o -> !isState(o) && o < cotangents.size() && cotangents.get(o) instanceof Tangent.Of)
                .forEach(outputs::add);
        List<Integer> inputs = new ArrayList<>(states);
        inputs.addAll(slices);
        inputs.addAll(shared);
        Graph pullback = at.graphs().vjp(body, outputs, inputs);
        Set<Integer> used = Pruning.usedInputs(pullback);
        Map<Integer, Value> stacks = stacks(used.stream().filter(this::isState).toList());
        List<Argument> arguments = new ArrayList<>();
        for (int i : used) {
            if (i >= signature.inputs()) {
                int k = i - signature.inputs();
                arguments.add(k < states.size() ? new Argument.HandedBack(k) : scanned(cotangents, outputs.get(k)));
            } else if (isState(i)) {
                arguments.add(new Argument.Slice(Objects.requireNonNull(stacks.get(i)), STACKED));
            } else if (isSlice(i)) {
                arguments.add(new Argument.Slice(at.input(i), inputAxes.get(i - signature.states())));
            } else {
                arguments.add(new Argument.Shared(at.input(i)));
            }
        }
        Graph trimmed = Pruning.withInputs(pullback, used);
        if (arguments.stream().noneMatch(Argument.Slice.class::isInstance)) {
            // a scan takes at least one tensor apart: it tells how many iterations there are
            int first = signature.states();
            Set<Integer> more = new TreeSet<>(used);
            more.add(first);
            trimmed = Pruning.withInputs(pullback, more);
            arguments.add(List.copyOf(more).indexOf(first), new Argument.Slice(at.input(first), inputAxes.getFirst()));
        }
        List<Value> last = new ArrayList<>();
        for (int state : states) {
            Tangent tangent = state < cotangents.size() ? cotangents.get(state) : Tangent.zero();
            last.add(tangent instanceof Tangent.Of(Value value) ? value : f.zerosLike(at.output(state)));
        }
        List<Axis> sliced =
                slices.stream().map(i -> inputAxes.get(i - signature.states())).toList();
        List<Value> zeros = shared.stream().map(i -> f.zerosLike(at.input(i))).toList();
        List<Value> results = ReverseScan.emit(f, new ReverseIteration(trimmed, arguments, last, sliced, zeros));
        List<Integer> places = new ArrayList<>(states);
        places.addAll(shared);
        places.addAll(slices);
        return Moving.tangents(at.inputs().size(), places, results);
    }

    private Argument scanned(List<Tangent> cotangents, int output) {
        if (cotangents.get(output) instanceof Tangent.Of(Value value)) {
            return new Argument.Slice(value, outputAxes.get(output - signature.states()));
        }
        throw new IllegalStateException("output " + output + " has no cotangent");
    }

    /** {@return for each of these states, what all iterations began with} */
    private Map<Integer, Value> stacks(List<Integer> states) {
        Map<Integer, Value> stacks = new HashMap<>();
        if (states.isEmpty()) {
            return stacks;
        }
        List<Value> taken = List.copyOf(body.inputs().values());
        Graph noting =
                Bodies.withOutputs(f, body, states.stream().map(taken::get).toList());
        Attributes attributes = at.attributes()
                .with(ScanSignature.BODY, new Attribute.OfGraph(noting, signature.captures()))
                .with(ScanSignature.OUTPUT_AXES, padded(places(outputAxes), states.size()))
                .with(ScanSignature.OUTPUT_DIRECTIONS, padded(directions(outputAxes), states.size()));
        int before = signature.states() + signature.scans();
        List<Value> all = at.extended(attributes, before + states.size());
        for (int k = 0; k < states.size(); k++) {
            stacks.put(states.get(k), all.get(before + k));
        }
        return stacks;
    }

    private static long[] padded(long[] list, int more) {
        return LongStream.concat(
                        Arrays.stream(list), LongStream.generate(() -> 0).limit(more))
                .toArray();
    }
}
