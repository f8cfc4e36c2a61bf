package org.cotangent.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.example.TestOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Operators with one mistake each: the law that is meant for it must catch it. */
class WrongOperatorsTest {
    private static Derivative slope(double factor) {
        return new Derivative.Elementwise((f, at, k) -> f.mul(at.input(0), factor));
    }

    private static void rowSums(Tensor from, Tensor to) {
        int n = (int) from.size(0);
        for (int i = 0; i < n * n; i++) {
            double sum = 0;
            for (int j = 0; j < n; j++) {
                sum += from.getDouble(i / n * (long) n + j);
            }
            to.setDouble(i, sum);
        }
    }

    private static Derivative spread(long axis) {
        return Derivative.linear((f, at, k, u) ->
                f.expandLike(f.reduceSum(u.getFirst(), true, axis), u.getFirst()));
    }

    private static Derivative productRule(boolean sums, double whenAlone) {
        return Derivative.ofVjp((f, at, cotangents, wanted) -> {
            if (!(cotangents.getFirst() instanceof Tangent.Of(var u))) {
                return List.of(Tangent.zero(), Tangent.zero());
            }
            double factor = wanted.size() == 1 ? whenAlone : 1;
            var left = f.mul(f.mul(u, at.input(1)), factor);
            var right = f.mul(f.mul(u, at.input(0)), factor);
            return List.of(
                    Tangent.of(sums ? f.reduceSum(left, false) : left),
                    Tangent.of(sums ? f.reduceSum(right, false) : right));
        });
    }

    static Stream<Arguments> mistakes() {
        Derivative identity = Derivative.linear((f, at, k, u) -> u.getFirst());
        AtomicInteger calls = new AtomicInteger();
        TypeVariable real = TypeVariable.of("T", DType.DOUBLE);
        return Stream.of(
                Arguments.of("the sign", TestOperator.square(slope(-2)), "numeric derivative"),
                Arguments.of("a factor of two", TestOperator.square(slope(4)), "numeric derivative"),
                Arguments.of("a factor close to one", TestOperator.square(slope(2 + 1e-5)), "numeric derivative"),
                Arguments.of(
                        "a missing term",
                        TestOperator.product(new Derivative.Elementwise((f, at, k) -> k == 0 ? at.input(1) : null)),
                        "numeric derivative"),
                Arguments.of(
                        "swapped terms",
                        TestOperator.product(new Derivative.Elementwise((f, at, k) -> at.input(k))),
                        "numeric derivative"),
                Arguments.of(
                        "the wrong axis",
                        TestOperator.onSquares(io -> rowSums(io.input(0), io.output(0)), spread(0)),
                        "adjoint identity"),
                Arguments.of(
                        "summed over all axes instead of the broadcast ones",
                        TestOperator.product(productRule(true, 1)),
                        "results of rules"),
                Arguments.of(
                        "a rule that looks at what is wanted",
                        TestOperator.product(productRule(false, 2)),
                        "wanted inputs"),
                Arguments.of(
                        "a derivative that is not differentiable itself",
                        TestOperator.square(new Derivative.Elementwise(
                                (f, at, k) -> f.constant(Tensor.full(DType.DOUBLE, 2)))),
                        "numeric derivative"),
                Arguments.of(
                        "zero where there is a slope",
                        TestOperator.square(new Derivative.Zero("it is not")),
                        "numeric derivative"),
                Arguments.of(
                        "declared linear",
                        TestOperator.square(Derivative.linear((f, at, k, u) -> u.getFirst())),
                        "declared linearity"),
                Arguments.of(
                        "declared elementwise",
                        TestOperator.onSquares(
                                io -> rowSums(io.input(0), io.output(0)),
                                new Derivative.Elementwise((f, at, k) -> f.onesLike(at.input(0)))),
                        "elementwise"),
                Arguments.of(
                        "a kernel that writes into its input",
                        TestOperator.onSquares(
                                io -> {
                                    io.output(0).copyFrom(io.input(0));
                                    if (io.input(0).elements() > 0) {
                                        io.input(0).setDouble(0, 7);
                                    }
                                },
                                identity),
                        "inputs stay as they are"),
                Arguments.of(
                        "a kernel that forgets the last element",
                        TestOperator.onSquares(
                                io -> {
                                    for (int i = 0; i < io.input(0).elements() - 1; i++) {
                                        io.output(0).setDouble(i, io.input(0).getDouble(i));
                                    }
                                },
                                identity),
                        "outputs are written completely"),
                Arguments.of(
                        "a kernel that remembers",
                        TestOperator.onSquares(
                                io -> {
                                    for (int i = 0; i < io.input(0).elements(); i++) {
                                        io.output(0).setDouble(i, calls.incrementAndGet());
                                    }
                                },
                                identity),
                        "determinism"),
                Arguments.of(
                        "a shape function that is right for numbers alone",
                        TestOperator.onSquares(io -> io.output(0).copyFrom(io.input(0)), identity)
                                .withTypes(call -> List.of(
                                        call.shape(0).isStatic()
                                                ? call.input(0)
                                                : call.input(0).with(Shape.scalar()))),
                        "inference of symbolic sizes"),
                Arguments.of(
                        "an element type that is not that of the input",
                        TestOperator.square(slope(2)).withTypes(call -> List.of(call.input(0).with(DType.DOUBLE))),
                        "precision of FLOAT"),
                Arguments.of(
                        "an inexact float32",
                        TestOperator.square(slope(2)).withForward(new Forward.Pointwise((attributes, dtype, inputs) ->
                                Scalar.input(0).times(Scalar.input(0)).times(dtype == DType.FLOAT ? 1 + 1e-5 : 1))),
                        "precision of FLOAT"),
                Arguments.of(
                        "NaN where the value is finite",
                        TestOperator.square(new Derivative.Elementwise(
                                (f, at, k) -> f.div(f.mul(at.input(0), 0), f.mul(at.input(0), 0)))),
                        "numeric derivative"),
                Arguments.of(
                        "two inputs of one name",
                        TestOperator.product(new Derivative.Elementwise((f, at, k) -> at.input(1 - k)))
                                .withSignature(Signature.builder()
                                        .input("a", real)
                                        .input("a", real)
                                        .output("y", real)
                                        .build()),
                        "declarations"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void isCaught(String mistake, Operator operator, String law) {
        List<LawReport> reports = new Examination(operator, 5, 6, 3).run();
        LawReport report = reports.stream().filter(r -> r.law().equals(law)).findFirst().orElseThrow();
        assertNotNull(report.failure(), () -> mistake + " is not caught; caught by "
                + reports.stream().filter(r -> r.failure() != null).map(LawReport::law).toList());
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
        List<String> broken =
                reports.stream().filter(r -> r.failure() != null).map(LawReport::law).toList();
        assertEquals(List.of("numeric derivative of the gradient"), broken);
    }

    @Test
    void failuresAreSmallAndNameEverything() {
        LawReport report = new Examination(TestOperator.product(slope(1)), 5, 10, 4)
                .run().stream().filter(r -> r.law().equals("numeric derivative")).findFirst().orElseThrow();
        Failure failure = Objects.requireNonNull(report.failure());
        assertEquals(1, failure.which().size());
        String text = failure.describe();
        for (String part : List.of("Pointwise-1", "numeric derivative", "along ", "input 0 'a'", "input 1 'b'", "seed=5")) {
            assertTrue(text.contains(part), text);
        }
        assertTrue(failure.which().sample().inputs().stream().allMatch(t -> t != null && t.elements() <= 3), text);
    }
}
