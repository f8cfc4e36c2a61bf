package org.cotangent.ops.internal.control.derivative;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.cotangent.ops.internal.control.Bodies;
import org.cotangent.ops.internal.control.LoopSignature;
import org.cotangent.ops.internal.control.Sequences;
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
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * The derivative of Loop.
 *
 * <p>Tangents are carried along. For cotangents the forward loop notes the carried values that every iteration began
 * with, as far as its derivative needs them: stacked where their shape stays the same, in sequences where it changes.
 * What neither can hold, sequences and optional values, is found by running the loop again up to that iteration. Then a
 * scan, or a loop where shapes change, goes backwards.
 */
public final class LoopDerivative {
    private static final int FIRST_INPUT = 2;
    private static final int FIRST_OUTPUT = 1;
    private static final Axis STACKED = new Axis(0, false);

    private final Formulas f;
    private final Point at;
    private final Graph body;
    private final LoopSignature signature;
    private final List<Value> taken;
    private final List<Value> given;

    private LoopDerivative(Formulas f, Point at) {
        this.f = f;
        this.at = at;
        this.body = at.attributes().graph(LoopSignature.BODY).body();
        this.signature = LoopSignature.of(at.attributes());
        this.taken = List.copyOf(body.inputs().values());
        this.given = List.copyOf(body.outputs().values());
    }

    public static Derivative rules() {
        return new Derivative.Rules(
                (f, at, tangents) -> new LoopDerivative(f, at).jvp(tangents),
                (f, at, cotangents, wanted) -> new LoopDerivative(f, at).vjp(cotangents, wanted));
    }

    private boolean isCarried(int input) {
        return input >= FIRST_INPUT && input < FIRST_INPUT + signature.carried();
    }

    private Spread spread(Iterable<Integer> moving) {
        Set<Integer> inputs = new TreeSet<>();
        moving.forEach(inputs::add);
        return Spread.of(at.graphs(), body, inputs, FIRST_INPUT, FIRST_OUTPUT, signature.carried());
    }

    /** {@return the outputs of the body that hand on the carried ones among these inputs} */
    private List<Integer> outputsOf(Set<Integer> inputs) {
        return inputs.stream()
                .filter(this::isCarried)
                .map(input -> input - FIRST_INPUT + FIRST_OUTPUT)
                .toList();
    }

    private List<Tangent> jvp(List<Tangent> tangents) {
        Spread spread = spread(Moving.of(tangents));
        List<Integer> moving = List.copyOf(spread.inputs());
        Set<Integer> moved = new TreeSet<>(outputsOf(spread.inputs()));
        moved.addAll(spread.outputs());
        Graph both = at.graphs().jvp(body, moving, List.copyOf(moved));
        int captures = FIRST_INPUT + signature.carried();
        int tangentsOfCarried = (int) moving.stream().filter(this::isCarried).count();
        List<Integer> order = new ArrayList<>(Moving.range(0, captures));
        order.addAll(Moving.range(taken.size(), taken.size() + tangentsOfCarried));
        order.addAll(Moving.range(captures, taken.size()));
        order.addAll(
                Moving.range(taken.size() + tangentsOfCarried, both.inputs().size()));
        List<Integer> results = new ArrayList<>(Moving.range(0, FIRST_OUTPUT + signature.carried()));
        results.addAll(Moving.range(given.size(), both.outputs().size()));
        Graph arranged = Pruning.withOutputs(Pruning.withInputs(both, order), results);
        List<@Nullable Value> inputs = new ArrayList<>(at.inputs().subList(0, captures));
        moving.stream()
                .filter(this::isCarried)
                .forEach(i -> inputs.add(Moving.materialized(f, tangents.get(i), at.input(i))));
        inputs.addAll(at.inputs().subList(captures, at.inputs().size()));
        moving.stream()
                .filter(i -> !isCarried(i))
                .forEach(i -> inputs.add(Moving.materialized(f, tangents.get(i), at.input(i))));
        int capturesNow = signature.captures() + moving.size() - tangentsOfCarried;
        Attributes attributes =
                Attributes.none().with(LoopSignature.BODY, new Attribute.OfGraph(arranged, capturesNow));
        List<Value> found = f.call(
                "", "Loop", attributes, signature.carried() + moved.size(), inputs.toArray(new @Nullable Value[0]));
        List<Integer> places =
                moved.stream().map(output -> output - FIRST_OUTPUT).toList();
        return Moving.tangents(at.outputCount(), places, found.subList(signature.carried(), found.size()));
    }

    private List<Tangent> vjp(List<Tangent> cotangents, Set<Integer> wanted) {
        Spread spread = spread(wanted);
        List<Integer> carried = spread.inputs().stream().filter(this::isCarried).toList();
        List<Integer> shared =
                new TreeSet<>(wanted).stream().filter(i -> !isCarried(i)).toList();
        List<Integer> outputs = new ArrayList<>(outputsOf(spread.inputs()));
        for (int output : spread.outputs()) {
            boolean scanned = output >= FIRST_OUTPUT + signature.carried();
            int place = output - FIRST_OUTPUT;
            if (scanned && place < cotangents.size() && cotangents.get(place) instanceof Tangent.Of) {
                outputs.add(output);
            }
        }
        List<Integer> inputs = new ArrayList<>(carried);
        inputs.addAll(shared);
        Graph pullback = at.graphs().vjp(body, outputs, inputs);
        Set<Integer> used = Pruning.usedInputs(pullback);
        boolean steady = used.stream().filter(this::isCarried).allMatch(this::isSteady)
                && carried.stream().allMatch(this::isSteady)
                && shared.stream().allMatch(i -> at.input(i).type() instanceof TensorType);
        History history = new History(used, steady);
        List<Argument> arguments = new ArrayList<>();
        for (int i : used) {
            if (i < taken.size()) {
                arguments.add(history.argument(i));
            } else if (i - taken.size() < carried.size()) {
                arguments.add(new Argument.HandedBack(i - taken.size()));
            } else {
                int place = outputs.get(i - taken.size()) - FIRST_OUTPUT;
                arguments.add(new Argument.Slice(cotangent(cotangents, place), STACKED));
            }
        }
        List<Value> last = new ArrayList<>();
        for (int input : carried) {
            int place = input - FIRST_INPUT;
            Tangent tangent = place < cotangents.size() ? cotangents.get(place) : Tangent.zero();
            last.add(tangent instanceof Tangent.Of(Value value) ? value : f.zerosLike(at.output(place)));
        }
        List<Value> zeros = shared.stream().map(i -> f.zerosLike(at.input(i))).toList();
        ReverseIteration reverse =
                new ReverseIteration(Pruning.withInputs(pullback, used), arguments, last, List.of(), zeros);
        List<Value> results = steady && reverse.takesSlices()
                ? ReverseScan.emit(f, reverse)
                : new ReverseLoop(f, reverse, history.trips(), starts(), this::replay).emit();
        return Moving.tangents(at.inputs().size(), inputs, results);
    }

    private static Value cotangent(List<Tangent> cotangents, int place) {
        if (cotangents.get(place) instanceof Tangent.Of(Value value)) {
            return value;
        }
        throw new IllegalStateException("output " + place + " has no cotangent");
    }

    /** {@return whether a carried value is a tensor of the same shape before all iterations} */
    private boolean isSteady(int input) {
        ValueType type = taken.get(input).type();
        return type instanceof TensorType tensor
                && tensor.shape().isRanked()
                && type.equals(given.get(input - FIRST_INPUT + FIRST_OUTPUT).type());
    }

    /** {@return what the loop begins with and what it captures} */
    private List<Value> starts() {
        List<Value> starts = new ArrayList<>();
        for (Value input : at.inputs().subList(FIRST_INPUT, at.inputs().size())) {
            starts.add(Objects.requireNonNull(input));
        }
        return starts;
    }

    private List<Value> replay(Formulas g, Value number, List<Value> starts) {
        List<@Nullable Value> inputs = new ArrayList<>();
        inputs.add(number);
        inputs.add(null);
        inputs.addAll(starts);
        Graph carrying = Pruning.withOutputs(body, Moving.range(0, FIRST_OUTPUT + signature.carried()));
        Attributes attributes =
                Attributes.none().with(LoopSignature.BODY, new Attribute.OfGraph(carrying, signature.captures()));
        return g.call("", "Loop", attributes, signature.carried(), inputs.toArray(new @Nullable Value[0]));
    }

    /** What the forward loop notes for the way back. */
    private final class History {
        private final Map<Integer, Value> stacks = new LinkedHashMap<>();
        private final Map<Integer, Value> sequences = new LinkedHashMap<>();
        private final boolean steady;

        History(Set<Integer> used, boolean steady) {
            this.steady = steady;
            List<Integer> stacked = new ArrayList<>(List.of(0));
            used.stream().filter(i -> isCarried(i) && isSteady(i)).forEach(stacked::add);
            if (steady && stacked.size() > 1 && !used.contains(0)) {
                stacked.removeFirst();
            }
            Graph noting =
                    Bodies.withOutputs(f, body, stacked.stream().map(taken::get).toList());
            Attributes attributes =
                    at.attributes().with(LoopSignature.BODY, new Attribute.OfGraph(noting, signature.captures()));
            int before = signature.carried() + signature.scans();
            List<Value> all = at.extended(attributes, before + stacked.size());
            for (int k = 0; k < stacked.size(); k++) {
                stacks.put(stacked.get(k), all.get(before + k));
            }
            List<Integer> collected = used.stream()
                    .filter(i -> isCarried(i) && !isSteady(i) && canBeCollected(i))
                    .toList();
            if (!collected.isEmpty()) {
                collect(collected);
            }
        }

        private boolean canBeCollected(int input) {
            return taken.get(input).type() instanceof TensorType type
                    && Sequences.type("S").allowed().contains(type.dtype());
        }

        /** Runs the loop with sequences as further carried values. */
        private void collect(List<Integer> collected) {
            List<@Nullable Value> inputs = new ArrayList<>(at.inputs());
            List<ValueType> types =
                    new ArrayList<>(taken.stream().map(Value::type).toList());
            int end = FIRST_INPUT + signature.carried();
            for (int k = 0; k < collected.size(); k++) {
                DType dtype = taken.get(collected.get(k)).dtype();
                Value empty = f.op("SequenceEmpty", Attributes.of("dtype", (long) dtype.code()));
                inputs.add(end + k, empty);
                types.add(end + k, empty.type());
            }
            Graph collecting = Bodies.of(f, "collecting", types, (g, in) -> {
                List<Value> arguments = new ArrayList<>(in.subList(0, end));
                arguments.addAll(in.subList(end + collected.size(), in.size()));
                List<Value> results = new ArrayList<>(
                        body.inline(g.emitter(), arguments).subList(0, FIRST_OUTPUT + signature.carried()));
                for (int k = 0; k < collected.size(); k++) {
                    results.add(g.op("SequenceInsert", in.get(end + k), in.get(collected.get(k))));
                }
                return results;
            });
            Attributes attributes = Attributes.none()
                    .with(LoopSignature.BODY, new Attribute.OfGraph(Pruning.live(collecting), signature.captures()));
            int count = signature.carried() + collected.size();
            List<Value> results = f.call("", "Loop", attributes, count, inputs.toArray(new @Nullable Value[0]));
            for (int k = 0; k < collected.size(); k++) {
                sequences.put(collected.get(k), results.get(signature.carried() + k));
            }
        }

        Value trips() {
            return f.op("Size", Objects.requireNonNull(stacks.get(0)));
        }

        Argument argument(int input) {
            Value stack = stacks.get(input);
            Value sequence = sequences.get(input);
            if (input == 0) {
                return steady && stack != null
                        ? new Argument.Slice(stack, STACKED)
                        : new Argument.Place(signature.number());
            }
            if (input == 1) {
                Tensor truth = Tensor.allocate(signature.condition());
                truth.setLong(0, 1);
                return new Argument.Fixed(truth);
            }
            if (!isCarried(input)) {
                return new Argument.Shared(at.input(input));
            }
            return stack != null
                    ? new Argument.Slice(stack, STACKED)
                    : sequence != null ? new Argument.Member(sequence) : new Argument.Replayed(input - FIRST_INPUT);
        }
    }
}
