package org.cotangent.bench.torch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.cotangent.bench.Difference;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.eager.Eager;
import org.cotangent.engine.eager.EagerValue;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.loss.BinaryCrossEntropy;
import org.cotangent.train.loss.BinaryCrossEntropyWithLogits;
import org.cotangent.train.loss.CosineEmbedding;
import org.cotangent.train.loss.HingeEmbedding;
import org.cotangent.train.loss.Huber;
import org.cotangent.train.loss.KullbackLeibler;
import org.cotangent.train.loss.Loss;
import org.cotangent.train.loss.MeanAbsoluteError;
import org.cotangent.train.loss.MeanSquaredError;
import org.cotangent.train.loss.NegativeLogLikelihood;
import org.cotangent.train.loss.PairwiseDistance;
import org.cotangent.train.loss.Reduction;
import org.cotangent.train.loss.SmoothL1;
import org.cotangent.train.loss.SoftTargetCrossEntropy;
import org.cotangent.train.loss.SoftmaxCrossEntropy;
import org.cotangent.train.loss.TripletMargin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Losses and their gradients, here and in PyTorch, in float64. */
@ExtendWith(Torch.class)
class LossPeerTest {
    private static final long NONE = -100;

    private final Cotangent cotangent = Cotangent.load();

    /** A loss as a function of one tensor, here and there. */
    record Case(
            String name,
            Tensor at,
            BiFunction<Formulas, Value, Value> ours,
            UnaryOperator<org.bytedeco.pytorch.Tensor> theirs) {
        static Case of(Loss loss, Tensor at, Tensor target, Torched theirs) {
            org.bytedeco.pytorch.Tensor aim = TorchTensors.of(target);
            return new Case(loss.toString(), at, (f, x) -> loss.of(f, x, f.constant(target)), x -> theirs.loss(x, aim));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    @FunctionalInterface
    interface Torched {
        org.bytedeco.pytorch.Tensor loss(org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor target);
    }

    private static Tensor random(long seed, double low, double high, long... sizes) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor tensor = Tensor.allocate(DType.DOUBLE, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(low, high));
        }
        return tensor;
    }

    private static TensorOptional optional(@Nullable Tensor tensor) {
        return tensor == null ? new TensorOptional() : new TensorOptional(TorchTensors.of(tensor));
    }

    static Stream<Case> cases() {
        return Stream.of(Reduction.MEAN, Reduction.SUM)
                .flatMap(reduction -> Stream.of(elements(reduction), classes(reduction), pairs(reduction))
                        .flatMap(cases -> cases));
    }

    private static long code(Reduction reduction) {
        return reduction == Reduction.MEAN ? 1 : 2;
    }

    private static Stream<Case> elements(Reduction r) {
        long code = code(r);
        Tensor x = random(1, -2, 2, 3, 4);
        Tensor y = random(2, -2, 2, 3, 4);
        Tensor p = random(3, 0.01, 0.99, 3, 4);
        Tensor t = random(4, 0, 1, 3, 4);
        Tensor sign = Tensor.of(new double[] {1, -1, -1, 1, 1, -1, 1, -1, -1, 1, 1, -1}, 3, 4);
        Tensor weight = Tensor.vector(0.5, 1.0, 2.0, 7.0);
        return Stream.of(
                Case.of(new MeanSquaredError(r), x, y, (a, b) -> torch.mse_loss(a, b, code)),
                Case.of(new MeanAbsoluteError(r), x, y, (a, b) -> torch.l1_loss(a, b, code)),
                Case.of(new Huber(0.7, r), x, y, (a, b) -> torch.huber_loss(a, b, code, 0.7)),
                Case.of(new SmoothL1(0.6, r), x, y, (a, b) -> torch.smooth_l1_loss(a, b, code, 0.6)),
                Case.of(new HingeEmbedding(0.8, r), x, sign, (a, b) -> torch.hinge_embedding_loss(a, b, 0.8, code)),
                Case.of(new BinaryCrossEntropy(r), p, t, (a, b) -> binary(a, b, code)),
                Case.of(new BinaryCrossEntropyWithLogits(null, r), x, t, (a, b) -> logits(a, b, null, code)),
                Case.of(new BinaryCrossEntropyWithLogits(weight, r), x, t, (a, b) -> logits(a, b, weight, code)),
                Case.of(new KullbackLeibler(false, r), x, t, (a, b) -> torch.kl_div(a, b, code, false)),
                Case.of(new KullbackLeibler(true, r), x, y, (a, b) -> torch.kl_div(a, b, code, true)));
    }

    private static org.bytedeco.pytorch.Tensor binary(
            org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor target, long reduction) {
        return torch.binary_cross_entropy(x, target, new TensorOptional(), reduction);
    }

    private static org.bytedeco.pytorch.Tensor logits(
            org.bytedeco.pytorch.Tensor x,
            org.bytedeco.pytorch.Tensor target,
            @Nullable Tensor weight,
            long reduction) {
        return torch.binary_cross_entropy_with_logits(x, target, new TensorOptional(), optional(weight), reduction);
    }

    private static Stream<Case> classes(Reduction r) {
        long code = code(r);
        Tensor scores = random(5, -2, 2, 3, 4, 2);
        Tensor labels = Tensor.of(new long[] {0, 3, 1, NONE, 2, 2}, 3, 2);
        Tensor shares = random(6, 0, 1, 3, 4, 2);
        Tensor weights = Tensor.vector(0.5, 1.0, 2.0, 4.0);
        Stream<Case> entropies = Stream.of(0.0, 0.1)
                .flatMap(smoothing -> Stream.of(true, false).flatMap(weighted -> {
                    Tensor w = weighted ? weights : null;
                    Torched theirs = (a, b) -> torch.cross_entropy_loss(a, b, optional(w), code, NONE, smoothing);
                    return Stream.of(
                            Case.of(new SoftmaxCrossEntropy(w, smoothing, NONE, r), scores, labels, theirs),
                            Case.of(new SoftTargetCrossEntropy(w, smoothing, r), scores, shares, theirs));
                }));
        Tensor rows = random(7, -2, 0, 3, 4);
        Tensor row = Tensor.vector(2L, NONE, 0L);
        Torched likelihood = (a, b) -> torch.nll_loss(a, b, optional(weights), code, NONE);
        return Stream.concat(
                entropies, Stream.of(Case.of(new NegativeLogLikelihood(weights, NONE, r), rows, row, likelihood)));
    }

    private static Stream<Case> pairs(Reduction r) {
        long code = code(r);
        Tensor first = random(8, -1, 1, 5, 3);
        Tensor second = random(9, -1, 1, 5, 3);
        Tensor third = random(10, -1, 1, 5, 3);
        Tensor alike = Tensor.vector(1.0, -1.0, -1.0, 1.0, -1.0);
        Case cosine = new Case(
                "cosine embedding " + r,
                first,
                (f, x) -> new CosineEmbedding(0.1, r).of(f, x, f.constant(second), f.constant(alike)),
                x -> torch.cosine_embedding_loss(x, TorchTensors.of(second), TorchTensors.of(alike), 0.1, code));
        Stream<Case> triplets = Stream.of(1.0, 2.0, 3.0)
                .flatMap(p -> Stream.of(true, false)
                        .map(swap -> new Case(
                                "triplet margin, p = " + p + ", swap " + swap + " " + r,
                                first,
                                (f, x) -> new TripletMargin(0.5, new PairwiseDistance(p, 1e-6), swap, r)
                                        .of(f, x, f.constant(second), f.constant(third)),
                                x -> torch.triplet_margin_loss(
                                        x,
                                        TorchTensors.of(second),
                                        TorchTensors.of(third),
                                        0.5,
                                        p,
                                        1e-6,
                                        swap,
                                        code))));
        return Stream.concat(Stream.of(cosine), triplets);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void valuesAndGradientsAreThoseOfPyTorch(Case loss) {
        compare(loss, 1e-12);
    }

    /** PyTorch's least denominator, 1e-12, is rounded to float32. */
    @Test
    void certaintyThatIsWrongCostsWhatItDoesInPyTorch() {
        Tensor targets = Tensor.vector(0.0, 1.0, 0.75);
        Tensor chances = Tensor.vector(1.0, 0.0, 0.25);
        compare(Case.of(new BinaryCrossEntropy(), chances, targets, (a, b) -> binary(a, b, 1)), 1e-8);
    }

    private void compare(Case loss, double tolerance) {
        Eager eager = cotangent.eager();
        EagerValue x = eager.variable(loss.at());
        Value y = loss.ours().apply(eager.formulas(), x);
        org.bytedeco.pytorch.Tensor theirs = TorchTensors.of(loss.at()).set_requires_grad(true);
        org.bytedeco.pytorch.Tensor expected = loss.theirs().apply(theirs);
        expected.backward();
        double value = expected.item_double();
        assertEquals(value, eager.tensor(y).getDouble(0), 1e-12 * Math.max(1, Math.abs(value)));
        Tensor gradient = TorchTensors.copy(theirs.grad(), DType.DOUBLE);
        double difference = Difference.of(eager.grad(y, List.of(x)).getFirst(), gradient);
        assertTrue(difference <= tolerance, () -> "gradients differ by " + difference);
    }
}
