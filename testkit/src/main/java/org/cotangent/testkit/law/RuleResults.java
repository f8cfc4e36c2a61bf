package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.cotangent.engine.autodiff.GraphCalculus;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.GraphDerivatives;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.testkit.calculus.Verdict;
import org.jspecify.annotations.Nullable;

/**
 * Rules written by hand give one tangent per output and one cotangent per input: of the right element type, of a shape
 * that sums to that of the input, none where there is no tangent space, and none that is not wanted.
 */
public final class RuleResults implements Law {
    private record At(
            GraphBuilder builder,
            Operator operator,
            Attributes attributes,
            List<@Nullable Value> inputs,
            List<Value> outputs)
            implements Point {
        @Override
        public int outputCount() {
            return outputs.size();
        }

        @Override
        public Value output(int i) {
            return i < outputs.size()
                    ? outputs.get(i)
                    : builder.emit(operator, attributes, inputs, i + 1).get(i);
        }

        @Override
        public List<Value> extended(Attributes more, int count) {
            return builder.emit(operator, more, inputs, count);
        }

        @Override
        public GraphDerivatives graphs() {
            return new GraphCalculus(builder.operators());
        }
    }

    @Override
    public String name() {
        return "results of rules";
    }

    @Override
    public boolean isRequiredOf(Operator operator) {
        return operator.derivative() instanceof Derivative.Rules && Declared.isDifferentiable(operator);
    }

    @Override
    public Verdict check(Trial trial) {
        Derivative declared = trial.operator().derivative();
        Derivative derivative =
                declared instanceof Derivative.Surrogate(Derivative instead, String why) ? instead : declared;
        if (!(derivative instanceof Derivative.Rules rules)) {
            return Verdict.skipped("the operator has no rules of its own");
        }
        if (trial.map() == null) {
            return Verdict.skipped(trial.whyNoMap());
        }
        String problem = rules.jvp() == null ? null : jvpProblem(trial, rules.jvp());
        if (problem == null && rules.vjp() != null) {
            problem = vjpProblem(trial, rules.vjp(), new LinkedHashSet<>(trial.differentiable()));
            for (int k : trial.differentiable()) {
                problem = problem != null ? problem : vjpProblem(trial, rules.vjp(), Set.of(k));
            }
        }
        return problem == null ? Verdict.pass() : Verdict.fail(problem);
    }

    private static At place(Trial trial) {
        GraphBuilder builder = new GraphBuilder("rule", trial.bench().operators());
        List<@Nullable Value> values = new ArrayList<>();
        for (int i = 0; i < trial.inputs().size(); i++) {
            Tensor input = trial.inputs().get(i);
            boolean moves = trial.differentiable().contains(i);
            values.add(
                    input == null
                            ? null
                            : moves
                                    ? builder.input(trial.inputName(i), input.type())
                                    : builder.initializer(trial.inputName(i), input));
        }
        List<Value> outputs = builder.emit(
                trial.operator(), trial.attributes(), values, trial.sample().outputs());
        return new At(builder, trial.operator(), trial.attributes(), values, outputs);
    }

    private static boolean hasTangents(Value value) {
        return value.type() instanceof TensorType type && type.dtype().isFloating();
    }

    private static @Nullable String jvpProblem(Trial trial, Derivative.Jvp rule) {
        At at = place(trial);
        List<Tangent> tangents = new ArrayList<>();
        for (int i = 0; i < at.inputs().size(); i++) {
            Value input = at.inputs().get(i);
            tangents.add(
                    input != null && trial.differentiable().contains(i)
                            ? Tangent.of(at.builder().input("tangent " + i, input.type()))
                            : Tangent.none());
        }
        List<Tangent> results = rule.jvp(new Formulas(at.builder()), at, tangents);
        if (results.size() < at.outputs().size()) {
            return "jvp gives " + results.size() + " tangents for "
                    + at.outputs().size() + " outputs";
        }
        for (int i = 0; i < at.outputs().size(); i++) {
            Value output = at.outputs().get(i);
            String problem = hasTangents(output)
                    ? spaceProblem(results.get(i), output.tensorType(), false)
                    : noneProblem(results.get(i));
            if (problem != null) {
                return "jvp gives for output " + trial.outputName(i) + " " + problem;
            }
        }
        return null;
    }

    private static @Nullable String vjpProblem(Trial trial, Derivative.Vjp rule, Set<Integer> wanted) {
        At at = place(trial);
        List<Tangent> cotangents = new ArrayList<>();
        for (Value output : at.outputs()) {
            cotangents.add(
                    hasTangents(output)
                            ? Tangent.of(at.builder().input("cotangent " + cotangents.size(), output.type()))
                            : Tangent.none());
        }
        int before = at.builder().build().nodes().size();
        List<Tangent> results = rule.vjp(new Formulas(at.builder()), at, cotangents, wanted);
        if (results.size() < at.inputs().size()) {
            return "vjp gives " + results.size() + " cotangents for "
                    + at.inputs().size() + " inputs";
        }
        for (int i = 0; i < at.inputs().size(); i++) {
            Value input = at.inputs().get(i);
            String problem = input != null && wanted.contains(i)
                    ? spaceProblem(results.get(i), input.tensorType(), true)
                    : trial.differentiable().contains(i) ? null : noneProblem(results.get(i));
            if (problem != null) {
                return "vjp gives for input " + trial.inputName(i) + " " + problem;
            }
        }
        String waste = waste(at.builder().build().nodes(), before, results, wanted);
        return waste == null ? null : "vjp computes " + waste + " for nothing when only " + wanted + " is wanted";
    }

    private static @Nullable String spaceProblem(Tangent tangent, TensorType space, boolean mayBeBroadcast) {
        return switch (tangent) {
            case Tangent.None none -> "None, but it has a tangent space";
            case Tangent.Zero zero -> null;
            case Tangent.Of(Value value) -> {
                boolean fits = value.dtype() == space.dtype()
                        && (mayBeBroadcast
                                ? broadcastsTo(space.shape(), value.shape())
                                : broadcastsTo(value.shape(), space.shape()));
                yield fits ? null : "a value " + value.type() + ", but the space is " + space;
            }
        };
    }

    /** {@return whether the one may broadcast to the other, as far as sizes are known} */
    private static boolean broadcastsTo(Shape small, Shape large) {
        int lead = large.rank() - small.rank();
        return lead >= 0
                && IntStream.range(0, small.rank()).allMatch(axis -> {
                    Dim from = small.dim(axis);
                    Dim to = large.dim(axis + lead);
                    return from.is(1) || !from.isKnown() || !to.isKnown() || from.equals(to);
                });
    }

    /** {@return the first node after the forward ones on which no wanted result depends, or null} */
    private static @Nullable String waste(List<Node> nodes, int before, List<Tangent> results, Set<Integer> wanted) {
        Set<Value> needed = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int k : wanted) {
            if (results.get(k) instanceof Tangent.Of(Value value)) {
                needed.add(value);
            }
        }
        for (int n = nodes.size() - 1; n >= before; n--) {
            Node node = nodes.get(n);
            if (node.outputs().stream().noneMatch(needed::contains)) {
                return node.describe();
            }
            for (Value input : node.inputs()) {
                if (input != null) {
                    needed.add(input);
                }
            }
        }
        return null;
    }

    private static @Nullable String noneProblem(Tangent tangent) {
        return tangent instanceof Tangent.Of(Value value)
                ? "a value " + value.type() + ", but it has no tangent space"
                : null;
    }
}
