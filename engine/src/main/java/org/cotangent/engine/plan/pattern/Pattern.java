package org.cotangent.engine.plan.pattern;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.jspecify.annotations.Nullable;

/** How a value is computed: a tree of operators of ONNX over named values. */
public sealed interface Pattern {

    /**
     * {@return every way in which this pattern explains a value, the likeliest first}
     *
     * @param match what is named so far
     * @param value null where an optional input is absent
     */
    Stream<Match> match(Match match, @Nullable Value value);

    /** {@return any value; the same one, or an equal constant, wherever the name stands} */
    static Pattern value(String name) {
        return new Named(name, false, false);
    }

    /** {@return any value, or none} */
    static Pattern optional(String name) {
        return new Named(name, false, true);
    }

    /** {@return a tensor that is the same in every run} */
    static Pattern constant(String name) {
        return new Named(name, true, false);
    }

    /** {@return a constant of one element, which is this number in its type} */
    static Pattern number(double number) {
        return new OneNumber(number);
    }

    /**
     * {@return an operator on these inputs}
     *
     * <p>Sums and products have their inputs in any order. Further inputs must be absent.
     */
    static Pattern operator(String type, Pattern... inputs) {
        return new Operation(type, "", attributes -> true, List.of(inputs));
    }

    /** {@return an operator with attributes that fulfil a condition} */
    static Pattern operator(String type, Predicate<Attributes> condition, Pattern... inputs) {
        return new Operation(type, "", condition, List.of(inputs));
    }

    /** {@return one pattern or another; those that stand first are tried first} */
    static Pattern oneOf(Pattern... alternatives) {
        return new OneOf(List.of(alternatives));
    }

    /** {@return this operator, under a name by which its value and node are found} */
    default Pattern as(String name) {
        return this
                                instanceof
                                Operation(
                                        String type,
                                        String none,
                                        Predicate<Attributes> condition,
                                        List<Pattern> inputs)
                        && none.isEmpty()
                ? new Operation(type, name, condition, inputs)
                : this;
    }

    /** A value that a name stands for. */
    record Named(String name, boolean isConstant, boolean isOptional) implements Pattern {
        @Override
        public Stream<Match> match(Match match, @Nullable Value value) {
            if (value == null) {
                return isOptional ? Stream.of(match) : Stream.empty();
            }
            return isConstant && match.facts().constant(value) == null
                    ? Stream.empty()
                    : Stream.ofNullable(match.with(name, value));
        }
    }

    /** A constant of one element. */
    record OneNumber(double number) implements Pattern {
        @Override
        public Stream<Match> match(Match match, @Nullable Value value) {
            return value != null && match.facts().isNumber(value, number) ? Stream.of(match) : Stream.empty();
        }
    }

    /** The first output of an operator. */
    record Operation(String type, String name, Predicate<Attributes> condition, List<Pattern> inputs)
            implements Pattern {
        private static final Set<String> COMMUTATIVE = Set.of("Add", "Mul");

        @Override
        public Stream<Match> match(Match match, @Nullable Value value) {
            if (value == null) {
                return Stream.empty();
            }
            Node node = match.facts().producer(value);
            if (node == null
                    || !value.equals(node.outputs().getFirst())
                    || !node.operator().id().qualifiedName().equals(type)
                    || !condition.test(node.attributes())) {
                return Stream.empty();
            }
            Match named = name.isEmpty() ? match : match.with(name, value);
            if (named == null) {
                return Stream.empty();
            }
            Match inside = named.through(node);
            boolean commutes = COMMUTATIVE.contains(type)
                    && inputs.size() == 2
                    && !inputs.getFirst().equals(inputs.getLast());
            return commutes
                    ? Stream.concat(matchInputs(inside, node, inputs), matchInputs(inside, node, inputs.reversed()))
                    : matchInputs(inside, node, inputs);
        }

        private static Stream<Match> matchInputs(Match match, Node node, List<Pattern> patterns) {
            List<@Nullable Value> values = new ArrayList<>(node.inputs());
            while (values.size() < patterns.size()) {
                values.add(null);
            }
            if (values.subList(patterns.size(), values.size()).stream().anyMatch(value -> value != null)) {
                return Stream.empty();
            }
            Stream<Match> matches = Stream.of(match);
            for (int i = 0; i < patterns.size(); i++) {
                Pattern pattern = patterns.get(i);
                Value value = values.get(i);
                matches = matches.flatMap(before -> pattern.match(before, value));
            }
            return matches;
        }
    }

    /** One of several patterns. */
    record OneOf(List<Pattern> alternatives) implements Pattern {
        @Override
        public Stream<Match> match(Match match, @Nullable Value value) {
            return alternatives.stream().flatMap(pattern -> pattern.match(match, value));
        }
    }
}
