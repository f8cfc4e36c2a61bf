package org.cotangent.engine.autodiff;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Tangent;
import org.jspecify.annotations.Nullable;

/**
 * The two Jacobian products of one call, derived from whatever its operator says about its derivative.
 *
 * <p>Cotangents come back in the shape and element type of their input. A product that an operator does not give is
 * found from the other one: the other is linear, so differentiating it in reverse transposes it.
 */
public final class JacobianProducts {
    private JacobianProducts() {}

    /** {@return {@code J v}: a tangent per output, from one per input} */
    public static List<Tangent> jvp(Formulas f, Site at, List<Tangent> tangents) {
        List<Tangent> result = jvp(f, at, at.operator().derivative(), tangents);
        List<Tangent> complete = new ArrayList<>();
        for (int i = 0; i < at.outputs().size(); i++) {
            Value output = at.outputs().get(i);
            boolean has = Tangents.hasTangents(output) && i < result.size();
            complete.add(has ? expanded(f, result.get(i), output) : Tangent.none());
        }
        return complete;
    }

    private static List<Tangent> jvp(Formulas f, Site at, Derivative derivative, List<Tangent> tangents) {
        return switch (derivative) {
            case Derivative.Zero zero -> zeros(at.outputs());
            case Derivative.Missing(String what) -> throw missing(at, what, firstOf(tangents));
            case Derivative.ByExpansion e -> expansionJvp(f, at, tangents);
            case Derivative.Elementwise(var partials) -> List.of(elementwiseJvp(f, at, partials, tangents));
            case Derivative.Linear linear -> linearJvp(f, at, linear, tangents);
            case Derivative.Rules(Derivative.Jvp jvp, Derivative.Vjp vjp) when jvp != null -> jvp.jvp(f, at, tangents);
            case Derivative.Rules(Derivative.Jvp none, Derivative.Vjp vjp) ->
                transposedVjp(f, at, required(vjp, at), tangents);
            case Derivative.Surrogate(Derivative instead, String why) -> jvp(f, at, instead, tangents);
        };
    }

    /** {@return {@code J^T u}: a cotangent per input, from one per output; zero for inputs that are not wanted} */
    public static List<Tangent> vjp(Formulas f, Site at, List<Tangent> cotangents, Set<Integer> wanted) {
        if (cotangents.stream().noneMatch(Tangent.Of.class::isInstance) || wanted.isEmpty()) {
            return zeros(at.inputs());
        }
        List<Tangent> result = vjp(f, at, at.operator().derivative(), cotangents, wanted);
        List<Tangent> projected = new ArrayList<>();
        for (int i = 0; i < at.inputs().size(); i++) {
            Value input = at.inputs().get(i);
            Tangent cotangent = i < result.size() && wanted.contains(i) ? result.get(i) : Tangent.zero();
            projected.add(
                    input != null && at.isDifferentiable(i) ? Tangents.project(f, cotangent, input) : Tangent.none());
        }
        return projected;
    }

    private static List<Tangent> vjp(
            Formulas f, Site at, Derivative derivative, List<Tangent> cotangents, Set<Integer> wanted) {
        return switch (derivative) {
            case Derivative.Zero zero -> zeros(at.inputs());
            case Derivative.Missing(String what) ->
                throw missing(at, what, wanted.iterator().next());
            case Derivative.ByExpansion(Derivative.Shortcut shortcut) -> {
                List<Tangent> found = shortcut == null ? null : shortcut.vjp(f, at, cotangents, wanted);
                yield found == null ? expansionVjp(f, at, cotangents, wanted) : found;
            }
            case Derivative.Elementwise(var partials) -> elementwiseVjp(f, at, partials, cotangents.getFirst(), wanted);
            case Derivative.Linear linear -> linearVjp(f, at, linear, cotangents, wanted);
            case Derivative.Rules(Derivative.Jvp jvp, Derivative.Vjp vjp)
            when vjp != null -> vjp.vjp(f, at, cotangents, wanted);
            case Derivative.Rules(Derivative.Jvp jvp, Derivative.Vjp none) ->
                transposedJvp(f, at, required(jvp, at), cotangents, wanted);
            case Derivative.Surrogate(Derivative instead, String why) -> vjp(f, at, instead, cotangents, wanted);
        };
    }

    private static <T> T required(@Nullable T rule, Site at) {
        if (rule == null) {
            throw new CotangentException(
                    "operator " + at.operator().id() + " declares rules but gives neither jvp nor vjp");
        }
        return rule;
    }

    private static UnsupportedException missing(Site at, String what, int input) {
        return new UnsupportedException("the derivative of " + at.describe() + " with respect to input " + input + " ('"
                + at.operator().signature().input(input).name() + "') is not written: " + what
                + ". Freeze what lies before it, or register an operator that has it.");
    }

    private static int firstOf(List<Tangent> tangents) {
        for (int i = 0; i < tangents.size(); i++) {
            if (tangents.get(i) instanceof Tangent.Of) {
                return i;
            }
        }
        return 0;
    }

    private static List<Tangent> zeros(List<? extends @Nullable Value> values) {
        List<Tangent> zeros = new ArrayList<>();
        for (Value value : values) {
            zeros.add(value != null && Tangents.hasTangents(value) ? Tangent.zero() : Tangent.none());
        }
        return zeros;
    }

    private static Tangent expanded(Formulas f, Tangent tangent, Value like) {
        return switch (tangent) {
            case Tangent.Of(Value value)
            when Tangents.isTensor(like) -> Tangent.of(f.expandLike(f.cast(value, like.dtype()), like));
            case Tangent.Of of -> of;
            case Tangent.Zero zero -> zero;
            case Tangent.None none -> Tangent.zero();
        };
    }

    private static Tangent elementwiseJvp(Formulas f, Site at, Derivative.Partials partials, List<Tangent> tangents) {
        List<Value> summands = new ArrayList<>();
        for (int k = 0; k < tangents.size(); k++) {
            if (tangents.get(k) instanceof Tangent.Of(Value tangent)) {
                Value partial = partials.partial(f, at, k);
                if (partial != null) {
                    summands.add(f.mul(tangent, partial));
                }
            }
        }
        return summands.isEmpty() ? Tangent.zero() : Tangent.of(Tangents.sum(f, summands));
    }

    private static List<Tangent> elementwiseVjp(
            Formulas f, Site at, Derivative.Partials partials, Tangent cotangent, Set<Integer> wanted) {
        List<Tangent> result = zeros(at.inputs());
        if (cotangent instanceof Tangent.Of(Value u)) {
            for (int k : wanted) {
                Value partial = partials.partial(f, at, k);
                if (partial != null) {
                    result.set(k, Tangent.of(f.mul(u, partial)));
                }
            }
        }
        return result;
    }

    private static List<Tangent> linearVjp(
            Formulas f, Site at, Derivative.Linear linear, List<Tangent> cotangents, Set<Integer> wanted) {
        List<Value> all = new ArrayList<>();
        for (int i = 0; i < at.outputs().size(); i++) {
            Value output = at.outputs().get(i);
            all.add(Tangents.hasTangents(output) ? Tangents.materialize(f, cotangents.get(i), output) : output);
        }
        List<Tangent> result = zeros(at.inputs());
        for (int k : wanted) {
            result.set(k, Tangent.of(linear.transpose().transpose(f, at, k, all)));
        }
        return result;
    }

    /** The sum over the groups of the operator itself, with the tangents in place of the group's inputs. */
    private static List<Tangent> linearJvp(Formulas f, Site at, Derivative.Linear linear, List<Tangent> tangents) {
        List<List<Value>> summands = new ArrayList<>();
        Set<Integer> done = new HashSet<>();
        for (Set<Integer> group : linear.groups()) {
            Set<Integer> members = members(at, group);
            boolean moves = members.stream().anyMatch(k -> !done.contains(k) && tangents.get(k) instanceof Tangent.Of);
            if (moves) {
                List<@Nullable Value> inputs = new ArrayList<>(at.inputs());
                for (int k : members) {
                    Value input = inputs.get(k);
                    if (input != null) {
                        boolean moved = done.add(k) && tangents.get(k) instanceof Tangent.Of;
                        inputs.set(k, Tangents.materialize(f, moved ? tangents.get(k) : Tangent.zero(), input));
                    }
                }
                summands.add(f.emitter()
                        .emit(
                                at.operator(),
                                at.attributes(),
                                inputs,
                                at.outputs().size()));
            }
        }
        List<Tangent> result = new ArrayList<>();
        for (int i = 0; i < at.outputs().size(); i++) {
            int output = i;
            List<Value> parts =
                    summands.stream().map(values -> values.get(output)).toList();
            boolean has = !parts.isEmpty() && Tangents.hasTangents(at.outputs().get(i));
            result.add(has ? Tangent.of(Tangents.sum(f, parts)) : Tangent.zero());
        }
        return result;
    }

    /** A variadic port stands in a group by the index of its first input. */
    private static Set<Integer> members(Site at, Set<Integer> group) {
        int last = at.operator().signature().inputs().size() - 1;
        Set<Integer> members = new LinkedHashSet<>();
        for (int k : group) {
            int end = at.operator().signature().hasVariadicInput() && k == last
                    ? at.inputs().size()
                    : k + 1;
            for (int i = k; i < Math.min(end, at.inputs().size()); i++) {
                members.add(i);
            }
        }
        return members;
    }

    private static List<Tangent> expansionJvp(Formulas f, Site at, List<Tangent> tangents) {
        RecordingEmitter recorder = new RecordingEmitter(f.emitter());
        List<Value> outputs = body(at).expand(new Formulas(recorder), at);
        Map<Value, Tangent> known = new HashMap<>();
        bind(at, (i, input) -> known.merge(input, tangents.get(i), JacobianProducts::moving));
        new ForwardSweep(f, known).over(recorder.sites());
        return outputs.stream()
                .map(output -> known.getOrDefault(output, Tangent.zero()))
                .toList();
    }

    /** One value may stand at several inputs, some of them fixed; it moves if one of them does. */
    private static Tangent moving(Tangent one, Tangent other) {
        return one instanceof Tangent.Of ? one : other;
    }

    private static List<Tangent> expansionVjp(Formulas f, Site at, List<Tangent> cotangents, Set<Integer> wanted) {
        List<@Nullable Value> copies = distinct(f, at);
        Site apart = new Site(at.emitter(), at.operator(), at.attributes(), copies, at.outputs());
        RecordingEmitter recorder = new RecordingEmitter(f.emitter());
        List<Value> outputs = body(at).expand(new Formulas(recorder), apart);
        ReverseSweep sweep = new ReverseSweep(f, recorder.sites());
        Set<Value> wantedValues = new HashSet<>();
        bind(apart, (i, input) -> {
            if (wanted.contains(i)) {
                wantedValues.add(input);
            }
        });
        for (int i = 0; i < outputs.size(); i++) {
            sweep.seed(outputs.get(i), cotangents.get(i));
        }
        Map<Value, Value> found = sweep.run(wantedValues);
        List<Tangent> result = zeros(at.inputs());
        bind(apart, (i, input) -> {
            Value cotangent = found.get(input);
            if (cotangent != null && wanted.contains(i)) {
                result.set(i, Tangent.of(cotangent));
            }
        });
        return result;
    }

    /** Gives every input a value of its own, so that cotangents of a value used twice are told apart. */
    private static List<@Nullable Value> distinct(Formulas f, Site at) {
        Set<Value> seen = new HashSet<>();
        List<@Nullable Value> copies = new ArrayList<>();
        for (Value input : at.inputs()) {
            copies.add(input == null || seen.add(input) ? input : f.op("Identity", input));
        }
        return copies;
    }

    private static Forward.Body body(Site at) {
        Forward.Body body = at.operator().forward().asExpansion();
        if (body == null) {
            throw new CotangentException("operator " + at.operator().id()
                    + " says that its derivative is that of its expansion, but it has none");
        }
        return body;
    }

    private interface Binder {
        void bind(int i, Value input);
    }

    private static void bind(Site at, Binder binder) {
        for (int i = 0; i < at.inputs().size(); i++) {
            Value input = at.inputs().get(i);
            if (input != null) {
                binder.bind(i, input);
            }
        }
    }

    /** {@code u -> J^T u} is linear: its reverse derivative along v is {@code J v}. */
    private static List<Tangent> transposedVjp(Formulas f, Site at, Derivative.Vjp vjp, List<Tangent> tangents) {
        Set<Integer> wanted = new LinkedHashSet<>();
        for (int i = 0; i < tangents.size(); i++) {
            if (tangents.get(i) instanceof Tangent.Of) {
                wanted.add(i);
            }
        }
        return transpose(f, at.outputs(), at.inputs(), tangents, (g, stand) -> {
            List<Tangent> cotangents = vjp.vjp(g, at, stand, wanted);
            List<Tangent> projected = new ArrayList<>();
            for (int i = 0; i < at.inputs().size(); i++) {
                Value input = at.inputs().get(i);
                projected.add(
                        input != null && wanted.contains(i) && i < cotangents.size()
                                ? Tangents.project(g, cotangents.get(i), input)
                                : Tangent.zero());
            }
            return projected;
        });
    }

    /** {@code v -> J v} is linear: its reverse derivative along u is {@code J^T u}. */
    private static List<Tangent> transposedJvp(
            Formulas f, Site at, Derivative.Jvp jvp, List<Tangent> cotangents, Set<Integer> wanted) {
        List<@Nullable Value> moved = new ArrayList<>();
        for (int i = 0; i < at.inputs().size(); i++) {
            moved.add(wanted.contains(i) ? at.inputs().get(i) : null);
        }
        return transpose(f, moved, at.outputs(), cotangents, (g, stand) -> jvp.jvp(g, at, stand));
    }

    /**
     * {@return the transpose of a linear map, applied to {@code directions}}
     *
     * <p>The map is recorded at zero, where its reverse derivative is its transpose; the zeros themselves are used by
     * nothing that remains.
     */
    private static List<Tangent> transpose(
            Formulas f,
            List<? extends @Nullable Value> domain,
            List<? extends @Nullable Value> codomain,
            List<Tangent> directions,
            BiFunction<Formulas, List<Tangent>, List<Tangent>> map) {
        List<Tangent> stand = new ArrayList<>();
        Set<Value> origins = new HashSet<>();
        for (Value value : domain) {
            boolean has = value != null && Tangents.hasTangents(value);
            Value zero = has ? f.op("Identity", f.zerosLike(value)) : null;
            if (zero != null) {
                origins.add(zero);
            }
            stand.add(zero == null ? Tangent.none() : Tangent.of(zero));
        }
        RecordingEmitter recorder = new RecordingEmitter(f.emitter());
        List<Tangent> images = map.apply(new Formulas(recorder), stand);
        ReverseSweep sweep = new ReverseSweep(f, recorder.sites());
        for (int i = 0; i < codomain.size() && i < images.size(); i++) {
            if (images.get(i) instanceof Tangent.Of(Value image)) {
                sweep.seed(image, directions.get(i));
            }
        }
        Map<Value, Value> found = sweep.run(origins);
        return stand.stream()
                .map(tangent -> tangent instanceof Tangent.Of(Value zero) && found.get(zero) instanceof Value v
                        ? Tangent.of(v)
                        : tangent instanceof Tangent.None ? tangent : Tangent.zero())
                .toList();
    }
}
