package org.cotangent.train.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.eager.Eager;
import org.cotangent.engine.eager.EagerValue;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses of elements against their formulas, and what they do at the ends of their ranges. */
class LossTest {
    private static final Tensor OUTPUT = LossCase.random(1, -2, 2, 3, 4);
    private static final Tensor TARGET = LossCase.random(2, -2, 2, 3, 4);
    private static final Tensor CHANCE = LossCase.random(3, 0.01, 0.99, 3, 4);
    private static final Tensor SHARE = LossCase.random(4, 0.01, 0.99, 3, 4);
    private static final Tensor SIGNS = signs();

    private final Cotangent cotangent = Cotangent.load();

    private static Tensor signs() {
        Tensor signs = Tensor.allocate(DType.DOUBLE, 3, 4);
        IntStream.range(0, 12).forEach(i -> signs.setDouble(i, i % 3 == 0 ? 1 : -1));
        return signs;
    }

    private static ToDoubleFunction<double[]> each(Reduction reduction, Tensor target, DoubleBinaryOperator loss) {
        double divisor = switch (reduction) {
            case MEAN -> target.elements();
            case SUM -> 1;
            case BATCH_MEAN -> target.size(0);
        };
        return x -> IntStream.range(0, x.length)
                        .mapToDouble(i -> loss.applyAsDouble(x[i], target.getDouble(i)))
                        .sum()
                / divisor;
    }

    private static LossCase elements(ElementwiseLoss loss, Tensor output, Tensor target, DoubleBinaryOperator formula) {
        return LossCase.of(loss.toString(), output, loss, target, each(loss.reduction(), target, formula));
    }

    private static double huber(double d, double delta) {
        return Math.abs(d) <= delta ? d * d / 2 : delta * (Math.abs(d) - delta / 2);
    }

    private static double bce(double p, double t, double weight) {
        return -(weight * t * Math.log(p) + (1 - t) * Math.log(1 - p));
    }

    static Stream<LossCase> cases() {
        return Stream.of(Reduction.values()).flatMap(LossTest::cases);
    }

    private static Stream<LossCase> cases(Reduction r) {
        Tensor weight = Tensor.vector(0.5, 1.0, 2.0, 7.0);
        Tensor logShare = Tensor.of(
                IntStream.range(0, 12)
                        .mapToDouble(i -> Math.log(SHARE.getDouble(i)))
                        .toArray(),
                3,
                4);
        return Stream.of(
                elements(new MeanSquaredError(r), OUTPUT, TARGET, (x, t) -> (x - t) * (x - t)),
                elements(new MeanAbsoluteError(r), OUTPUT, TARGET, (x, t) -> Math.abs(x - t)),
                elements(new Huber(0.7, r), OUTPUT, TARGET, (x, t) -> huber(x - t, 0.7)),
                elements(new SmoothL1(0.6, r), OUTPUT, TARGET, (x, t) -> huber(x - t, 0.6) / 0.6),
                elements(new SmoothL1(0, r), OUTPUT, TARGET, (x, t) -> Math.abs(x - t)),
                elements(new BinaryCrossEntropy(r), CHANCE, SHARE, (x, t) -> bce(x, t, 1)),
                elements(
                        new BinaryCrossEntropyWithLogits(null, r),
                        OUTPUT,
                        SHARE,
                        (x, t) -> bce(1 / (1 + Math.exp(-x)), t, 1)),
                LossCase.of("weighted " + r, OUTPUT, new BinaryCrossEntropyWithLogits(weight, r), SHARE, x -> {
                    double[] sums = new double[12];
                    for (int i = 0; i < 12; i++) {
                        double p = 1 / (1 + Math.exp(-x[i]));
                        sums[i] = bce(p, SHARE.getDouble(i), weight.getDouble(i % 4));
                    }
                    return each(r, SHARE, (a, b) -> a).applyAsDouble(sums);
                }),
                elements(new HingeEmbedding(0.8, r), OUTPUT, SIGNS, (x, t) -> t == 1 ? x : Math.max(0, 0.8 - x)),
                elements(new KullbackLeibler(false, r), OUTPUT, SHARE, (x, t) -> t * (Math.log(t) - x)),
                elements(new KullbackLeibler(true, r), OUTPUT, logShare, (x, t) -> Math.exp(t) * (t - x)));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesAndSlopesFollowTheFormula(LossCase loss) {
        loss.check(cotangent);
    }

    private List<double[]> valueAndGradient(Loss loss, double output, double target) {
        Eager eager = cotangent.eager();
        EagerValue x = eager.variable(Tensor.vector((float) output));
        Value y = loss.of(eager.formulas(), x, eager.constant(Tensor.vector((float) target)));
        return List.of(
                eager.tensor(y).toDoubles(),
                eager.grad(y, List.of(x)).getFirst().toDoubles());
    }

    @Test
    void crossEntropyOfCertaintyIsFinite() {
        for (double p : new double[] {0, 1}) {
            for (double t : new double[] {0, 1}) {
                List<double[]> result = valueAndGradient(new BinaryCrossEntropy(), p, t);
                assertEquals(p == t ? 0 : 100, result.get(0)[0]);
                assertTrue(Double.isFinite(result.get(1)[0]), () -> p + ", " + t + ": " + result.get(1)[0]);
                if (p != t) {
                    assertEquals(p - t, Math.signum(result.get(1)[0]));
                }
            }
        }
    }

    @Test
    void largeScoresDoNotOverflow() {
        List<double[]> wrong = valueAndGradient(new BinaryCrossEntropyWithLogits(), 200, 0);
        assertEquals(200, wrong.get(0)[0]);
        assertEquals(1, wrong.get(1)[0]);
        List<double[]> right = valueAndGradient(new BinaryCrossEntropyWithLogits(), -200, 0);
        assertEquals(0, right.get(0)[0]);
        assertEquals(0, right.get(1)[0]);
    }

    @Test
    void impossibleClassesHaveNoDivergence() {
        List<double[]> result = valueAndGradient(new KullbackLeibler(), -3, 0);
        assertEquals(0, Math.abs(result.get(0)[0]));
        assertEquals(0, Math.abs(result.get(1)[0]));
    }

    @Test
    void anOutputThatIsTheLossHasOneElement() {
        Eager eager = cotangent.eager();
        Loss loss = new OutputAsLoss();
        EagerValue none = eager.constant(Tensor.allocate(loss.target(TARGET.type())));
        assertFalse(loss.hasTarget());
        Value one = loss.of(eager.formulas(), eager.variable(Tensor.of(new double[] {3}, 1, 1)), none);
        assertEquals(0, one.shape().rank());
        assertThrows(ShapeException.class, () -> loss.of(eager.formulas(), eager.variable(OUTPUT), none));
    }

    @Test
    void settingsWithoutMeaningAreRefused() {
        assertThrows(CotangentException.class, () -> new Huber(0, Reduction.MEAN));
        assertThrows(CotangentException.class, () -> new SmoothL1(-1, Reduction.MEAN));
    }
}
