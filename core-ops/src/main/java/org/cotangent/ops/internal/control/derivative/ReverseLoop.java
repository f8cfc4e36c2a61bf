package org.cotangent.ops.internal.control.derivative;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.control.Bodies;
import org.cotangent.ops.internal.control.LoopSignature;
import org.cotangent.ops.internal.control.derivative.ReverseIteration.Argument;
import org.cotangent.ops.internal.control.derivative.ReverseIteration.Axis;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Goes backwards by one Loop, which finds what it needs by the number of the iteration.
 *
 * @param trips the number of iterations
 * @param needed the values that {@code replay} takes
 */
record ReverseLoop(Formulas f, ReverseIteration reverse, Value trips, List<Value> needed, Replay replay) {
    /** Runs the forward loop again, up to an iteration. */
    @FunctionalInterface
    interface Replay {
        /** {@return what was handed to the iteration of this number} */
        List<Value> before(Formulas g, Value number, List<Value> needed);
    }

    /** {@return the cotangents of what the first iteration took, and the sums} */
    List<Value> emit() {
        List<Value> carried = new ArrayList<>(reverse.handedOn());
        carried.addAll(reverse.shared());
        List<Value> captures = captures();
        List<ValueType> types = new ArrayList<>(List.of(TensorType.of(DType.INT64), TensorType.of(DType.BOOL)));
        carried.forEach(value -> types.add(value.type()));
        captures.forEach(value -> types.add(value.type()));
        Graph body = Bodies.of(f, "backward", types, (g, in) -> iteration(g, in, captures));
        Attributes attributes =
                Attributes.none().with(LoopSignature.BODY, new Attribute.OfGraph(body, captures.size()));
        List<@Nullable Value> inputs = new ArrayList<>();
        inputs.add(trips);
        inputs.add(null);
        inputs.addAll(carried);
        inputs.addAll(captures);
        return f.call("", "Loop", attributes, carried.size(), inputs.toArray(new @Nullable Value[0]));
    }

    private List<Value> captures() {
        List<Value> captures = new ArrayList<>(List.of(trips));
        for (Argument argument : reverse.arguments()) {
            List<Value> uses = switch (argument) {
                case Argument.Slice(Value whole, Axis axis) -> List.of(whole);
                case Argument.Member(Value sequence) -> List.of(sequence);
                case Argument.Shared(Value value) -> List.of(value);
                case Argument.Replayed replayed -> needed;
                case Argument.HandedBack back -> List.of();
                case Argument.Fixed fixed -> List.of();
                case Argument.Place place -> List.of();
            };
            uses.stream().filter(value -> !captures.contains(value)).forEach(captures::add);
        }
        return captures;
    }

    private List<Value> iteration(Formulas g, List<Value> in, List<Value> captures) {
        List<Value> inner = in.subList(in.size() - captures.size(), in.size());
        Value number = g.sub(g.sub(inner.getFirst(), in.getFirst()), g.scalar(DType.INT64, 1));
        List<Value> given = new ArrayList<>();
        List<Value> replayed = new ArrayList<>();
        for (Argument argument : reverse.arguments()) {
            given.add(
                    switch (argument) {
                        case Argument.HandedBack(int k) -> in.get(2 + k);
                        case Argument.Slice(Value whole, Axis axis) ->
                            g.gather(inner.get(captures.indexOf(whole)), number, axis.axis());
                        case Argument.Member(Value sequence) ->
                            g.op("SequenceAt", inner.get(captures.indexOf(sequence)), number);
                        case Argument.Shared(Value value) -> inner.get(captures.indexOf(value));
                        case Argument.Fixed(var tensor) -> g.constant(tensor);
                        case Argument.Place(TensorType type) -> g.reshape(number, type.shape());
                        case Argument.Replayed(int k) -> {
                            if (replayed.isEmpty()) {
                                List<Value> starts = needed.stream()
                                        .map(value -> inner.get(captures.indexOf(value)))
                                        .toList();
                                replayed.addAll(replay.before(g, number, starts));
                            }
                            yield replayed.get(k);
                        }
                    });
        }
        List<Value> results = new ArrayList<>(List.of(in.get(1)));
        int first = 2 + reverse.handedOn().size();
        results.addAll(reverse.results(g, given, in.subList(first, in.size() - captures.size())));
        return results;
    }
}
