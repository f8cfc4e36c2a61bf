package org.cotangent.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.example.Mistake;
import org.cotangent.testkit.example.TestOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators with one mistake each in their derivative: the law that is meant for it must catch it. */
class WrongRulesTest {
    /** The two cotangents of a product, given that of the result. */
    @FunctionalInterface
    private interface ProductRule {
        List<Value> cotangents(Formulas f, Point at, Value u, Set<Integer> wanted);
    }

    private static Derivative slope(double factor) {
        return new Derivative.Elementwise((f, at, k) -> f.mul(at.input(0), factor));
    }

    private static Derivative.Vjp vjp(ProductRule rule, boolean onlyWanted) {
        return (f, at, cotangents, wanted) -> {
            if (!(cotangents.getFirst() instanceof Tangent.Of(var u))) {
                return List.of(Tangent.zero(), Tangent.zero());
            }
            List<Value> all = rule.cotangents(f, at, u, wanted);
            List<Tangent> result = new ArrayList<>();
            for (int k = 0; k < 2; k++) {
                result.add(wanted.contains(k) || !onlyWanted ? Tangent.of(all.get(k)) : Tangent.zero());
            }
            return result;
        };
    }

    private static Derivative productRule(ProductRule rule) {
        return Derivative.ofVjp(vjp(rule, true));
    }

    private static List<Value> right(Formulas f, Point at, Value u) {
        return List.of(f.mul(u, at.input(1)), f.mul(u, at.input(0)));
    }

    private static Value of(Tangent tangent) {
        return tangent instanceof Tangent.Of(Value value) ? value : Objects.requireNonNull(null, "no tangent");
    }

    /** J v of the product, with the second term taken so many times. */
    private static Derivative.Jvp jvp(double second, double secondAlone) {
        return (f, at, tangents) -> {
            List<Value> terms = new ArrayList<>();
            boolean alone = !(tangents.get(0) instanceof Tangent.Of);
            if (!alone) {
                terms.add(f.mul(of(tangents.get(0)), at.input(1)));
            }
            if (tangents.get(1) instanceof Tangent.Of(var v)) {
                terms.add(f.mul(f.mul(v, at.input(0)), alone ? secondAlone : second));
            }
            return List.of(
                    terms.isEmpty()
                            ? Tangent.zero()
                            : Tangent.of(terms.stream().reduce(f::add).orElseThrow()));
        };
    }

    /** The sign, which at 0 is 1. */
    private static Value positiveAtZero(Formulas f, Value x) {
        return f.where(f.greaterOrEqual(x, f.scalarLike(x, 0)), f.scalarLike(x, 1), f.scalarLike(x, -1));
    }

    /** sin and cos of one input. */
    private static Operator pair(Derivative.Vjp vjp) {
        return TestOperator.sineAndCosine(Derivative.ofVjp(vjp));
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake("the sign", TestOperator.square(slope(-2)), "numeric derivative"),
                new Mistake("a factor of two", TestOperator.square(slope(4)), "numeric derivative"),
                new Mistake("a factor close to one", TestOperator.square(slope(2 + 1e-5)), "numeric derivative"),
                new Mistake(
                        "a missing term",
                        TestOperator.product(new Derivative.Elementwise((f, at, k) -> k == 0 ? at.input(1) : null)),
                        "numeric derivative"),
                new Mistake(
                        "swapped terms",
                        TestOperator.product(new Derivative.Elementwise((f, at, k) -> at.input(k))),
                        "numeric derivative"),
                new Mistake(
                        "the wrong axis",
                        TestOperator.rowSums(Derivative.linear(
                                (f, at, k, u) -> f.expandLike(f.reduceSum(u.getFirst(), true, 0), u.getFirst()))),
                        "adjoint identity"),
                new Mistake(
                        "no sum over what was broadcast",
                        TestOperator.rowSums(Derivative.linear((f, at, k, u) -> u.getFirst())),
                        "adjoint identity"),
                new Mistake(
                        "a parameter's gradient that is divided by the number of elements, be there none",
                        TestOperator.product(productRule((f, at, u, wanted) -> {
                                    Value count = f.reduceSum(f.onesLike(at.input(0)), false);
                                    Value sum = f.reduceSum(f.mul(u, at.input(0)), false);
                                    return wanted.contains(1)
                                            ? List.of(u, f.mul(f.div(sum, count), count))
                                            : right(f, at, u);
                                }))
                                .withDomain(Domain.of(draw -> Domain.Sample.of(
                                        draw.tensor(new long[] {draw.extent()}, 0.5, 2), Tensor.scalar(1.0)))),
                        "empty tensors"),
                new Mistake(
                        "no transposition",
                        TestOperator.transpose(Derivative.linear((f, at, k, u) -> u.getFirst())),
                        "adjoint identity"),
                new Mistake(
                        "summed over all axes instead of the broadcast ones",
                        TestOperator.product(productRule((f, at, u, wanted) -> right(f, at, u).stream()
                                .map(value -> f.reduceSum(value, false))
                                .toList())),
                        "results of rules"),
                new Mistake(
                        "wrong where an axis of size 1 is broadcast",
                        TestOperator.product(productRule((f, at, u, wanted) -> right(f, at, u).stream()
                                .map(value -> at.shape(0).equals(at.shape(1)) ? value : f.mul(value, 2))
                                .toList())),
                        "numeric derivative"),
                new Mistake(
                        "a value from the first call",
                        TestOperator.square(
                                new Derivative.Elementwise((f, at, k) -> f.constant(Tensor.full(DType.DOUBLE, 2)))),
                        "numeric derivative"),
                new Mistake(
                        "the output in place of the input",
                        TestOperator.square(new Derivative.Elementwise((f, at, k) -> f.mul(at.output(0), 2))),
                        "numeric derivative"),
                new Mistake(
                        "zero where there is a slope",
                        TestOperator.square(new Derivative.Zero("it is not")),
                        "numeric derivative"),
                new Mistake(
                        "none where there is a tangent space",
                        TestOperator.product(Derivative.ofVjp((f, at, cotangents, wanted) ->
                                List.of(Tangent.of(f.mul(of(cotangents.getFirst()), at.input(1))), Tangent.none()))),
                        "results of rules"),
                new Mistake(
                        "a cotangent for a fixed input",
                        TestOperator.product(productRule((f, at, u, wanted) -> right(f, at, u)))
                                .withSignature(TestOperator.dataAndFixed())
                                .withDerivative(Derivative.ofVjp((f, at, u, wanted) -> List.of(
                                        Tangent.of(f.mul(of(u.getFirst()), at.input(1))),
                                        Tangent.of(f.mul(of(u.getFirst()), at.input(0)))))),
                        "results of rules"),
                new Mistake(
                        "the element type of the cotangent",
                        TestOperator.product(productRule((f, at, u, wanted) -> right(f, at, u).stream()
                                .map(value -> f.cast(value, DType.FLOAT))
                                .toList())),
                        "results of rules"),
                new Mistake(
                        "a rule that looks at what is wanted",
                        TestOperator.product(productRule((f, at, u, wanted) -> right(f, at, u).stream()
                                .map(value -> f.mul(value, wanted.size()))
                                .toList())),
                        "wanted inputs"),
                new Mistake(
                        "a rule that does not look at what is wanted",
                        TestOperator.product(Derivative.ofVjp(vjp((f, at, u, wanted) -> right(f, at, u), false))),
                        "results of rules"),
                new Mistake(
                        "the parameter alone, in reverse",
                        TestOperator.product(new Derivative.Rules(
                                        jvp(1, 1),
                                        vjp(
                                                (f, at, u, wanted) ->
                                                        List.of(f.mul(u, at.input(1)), f.mul(f.mul(u, at.input(0)), 3)),
                                                true)))
                                .withSignature(TestOperator.dataAndParameter()),
                        "adjoint identity"),
                new Mistake(
                        "the parameter when the input has no tangent",
                        TestOperator.product(new Derivative.Rules(
                                        jvp(1, 2), vjp((f, at, u, wanted) -> right(f, at, u), true)))
                                .withSignature(TestOperator.dataAndParameter()),
                        "inputs and parameters add up"),
                new Mistake(
                        "one of two cotangents ignored",
                        pair((f, at, u, wanted) -> List.of(
                                u.getFirst() instanceof Tangent.Of(var first)
                                        ? Tangent.of(f.mul(first, f.cos(at.input(0))))
                                        : Tangent.zero())),
                        "numeric derivative"),
                new Mistake(
                        "a missing cotangent taken for ones",
                        pair((f, at, u, wanted) -> {
                            Value first = u.get(0) instanceof Tangent.Of(var a) ? a : f.onesLike(at.input(0));
                            Value second = u.get(1) instanceof Tangent.Of(var b) ? b : f.onesLike(at.input(0));
                            return List.of(Tangent.of(
                                    f.sub(f.mul(first, f.cos(at.input(0))), f.mul(second, f.sin(at.input(0))))));
                        }),
                        "missing tangents"),
                new Mistake(
                        "a size baked in where it is symbolic",
                        TestOperator.product(productRule((f, at, u, wanted) -> right(f, at, u).stream()
                                .map(value -> value.shape().isStatic() ? value : f.mul(value, 2))
                                .toList())),
                        "gradients of a symbolic axis"),
                new Mistake(
                        "declared linear",
                        TestOperator.square(Derivative.linear((f, at, k, u) -> u.getFirst())),
                        "declared linearity"),
                new Mistake(
                        "declared elementwise",
                        TestOperator.rowSums(new Derivative.Elementwise((f, at, k) -> f.onesLike(at.input(0)))),
                        "elementwise"),
                new Mistake(
                        "NaN where the value is finite",
                        TestOperator.square(new Derivative.Elementwise(
                                (f, at, k) -> f.div(f.mul(at.input(0), 0), f.mul(at.input(0), 0)))),
                        "numeric derivative"),
                new Mistake(
                        "NaN at zero",
                        TestOperator.absolute(
                                new Derivative.Elementwise((f, at, k) -> f.div(at.input(0), at.output(0)))),
                        "slopes at zeros and ties"),
                new Mistake(
                        "a slope outside those on both sides of a kink",
                        TestOperator.absolute(new Derivative.Elementwise((f, at, k) -> f.where(
                                f.equal(at.input(0), f.scalarLike(at.input(0), 0)),
                                f.scalarLike(at.input(0), 2),
                                f.sign(at.input(0))))),
                        "slopes at zeros and ties"),
                new Mistake(
                        "everything to both where they tie",
                        TestOperator.larger(
                                (f, at, k) -> f.cast(f.greaterOrEqual(at.input(k), at.input(1 - k)), at.dtype(0))),
                        "slopes at zeros and ties"),
                new Mistake(
                        "nothing to either where they tie",
                        TestOperator.larger((f, at, k) -> f.cast(f.greater(at.input(k), at.input(1 - k)), at.dtype(0))),
                        "slopes at zeros and ties"),
                new Mistake(
                        "a kink that nobody names",
                        TestOperator.absolute(new Derivative.Elementwise((f, at, k) -> f.sign(at.input(0)))),
                        "slopes at zeros and ties"),
                new Mistake(
                        "another convention than the one named",
                        TestOperator.absolute(new Derivative.Elementwise((f, at, k) -> f.sign(at.input(0))))
                                .withDomain(Domain.broadcasting(1, 0.5, 2).withKinks(Domain.Kink.at(0, 1))),
                        "conventions at kinks"),
                new Mistake(
                        "a convention that only one product keeps",
                        TestOperator.absolute(new Derivative.Rules(
                                        (f, at, v) -> List.of(Tangent.of(f.mul(of(v.getFirst()), f.sign(at.input(0))))),
                                        (f, at, u, wanted) -> List.of(
                                                Tangent.of(f.mul(of(u.getFirst()), positiveAtZero(f, at.input(0)))))))
                                .withDomain(Domain.broadcasting(1, 0.5, 2).withKinks(Domain.Kink.at(0, 1))),
                        "conventions at kinks"),
                new Mistake(
                        "a convention that is no slope on either side",
                        TestOperator.absolute(new Derivative.Elementwise((f, at, k) -> f.mul(
                                        positiveAtZero(f, at.input(0)),
                                        f.where(
                                                f.equal(at.input(0), f.scalarLike(at.input(0), 0)),
                                                f.scalarLike(at.input(0), 2),
                                                f.scalarLike(at.input(0), 1)))))
                                .withDomain(Domain.broadcasting(1, 0.5, 2).withKinks(Domain.Kink.at(0, 2))),
                        "conventions at kinks"),
                new Mistake(
                        "overflow where the value is finite",
                        TestOperator.softplus(new Derivative.Elementwise((f, at, k) -> {
                            Value e = f.exp(at.input(0));
                            return f.div(e, f.add(e, 1));
                        })),
                        "gradients of large and small numbers"),
                new Mistake(
                        "inexact in float32",
                        TestOperator.square(new Derivative.Elementwise(
                                (f, at, k) -> f.mul(at.input(0), at.dtype(0) == DType.FLOAT ? 2.0001 : 2))),
                        "gradients in FLOAT"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void isCaught(Mistake mistake) {
        mistake.verifyCaught();
    }

    @Test
    void aWrongSecondDerivativeIsCaughtThoughTheFirstIsRight() {
        Operator stale = TestOperator.pointwise(
                1,
                Scalar.input(0).apply(UnaryFunction.SIN),
                new Derivative.Elementwise((f, at, k) -> f.emitter()
                        .emit(
                                TestOperator.pointwise(
                                        1, Scalar.input(0).apply(UnaryFunction.COS), new Derivative.Zero("forgotten")),
                                Attributes.none(),
                                List.of(at.input(0)),
                                1)
                        .getFirst()));
        List<LawReport> reports = new Examination(stale, 5, 4, 3).run();
        List<String> broken = reports.stream()
                .filter(r -> r.failure() != null)
                .map(LawReport::law)
                .toList();
        assertEquals(List.of("numeric derivative of the gradient"), broken);
    }

    @Test
    void failuresAreSmallAndNameEverything() {
        Failure failure =
                Mistake.failure(new Examination(TestOperator.product(slope(1)), 5, 10, 4).run(), "numeric derivative");
        assertEquals(1, failure.which().size());
        String text = failure.describe();
        for (String part :
                List.of("Pointwise-1", "numeric derivative", "along ", "input 0 'a'", "input 1 'b'", "seed=5")) {
            assertTrue(text.contains(part), text);
        }
        assertTrue(failure.which().sample().inputs().stream().allMatch(t -> t != null && t.elements() <= 1), text);
    }
}
