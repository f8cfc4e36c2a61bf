package org.cotangent.ops.ml;

import java.util.Arrays;
import java.util.List;
import org.cotangent.ops.internal.ml.Classifier;
import org.cotangent.ops.internal.ml.Features;
import org.cotangent.ops.internal.ml.LinearModel;
import org.cotangent.ops.internal.ml.PairVotes;
import org.cotangent.ops.internal.ml.SupportVectors;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Shape;

/**
 * The label {@code Y} of the class that wins most pairs of classes, and the scores {@code Z} of all pairs, for features
 * [N, C].
 *
 * <p>The score of a pair is {@code s = sum_v c_v k(x, v) + rho} over the support vectors v of both classes, with the
 * kernel functions of {@link SVMRegressor}; the first class wins if it is positive. {@code vectors_per_class} says how
 * many support vectors, which stand one class after the other, belong to each. Two classes have the scores {@code (-s,
 * s)}. With {@code prob_a} and {@code prob_b} the probabilities of the classes take the place of the scores: {@code 1 /
 * (1 + exp(prob_a s + prob_b))} for each pair, coupled by {@link org.cotangent.ops.fused.PairwiseCoupling}. Without
 * support vectors each class has a row of {@code coefficients} and a score, the greatest of which wins.
 * {@code post_transform} is applied to what comes out.
 *
 * <p>Scores have derivatives, probabilities have none. ONNX SVMClassifier of ai.onnx.ml, version 1.
 */
public final class SVMClassifier extends Classifier {
    private static final double CERTAIN = 1e-7;

    public SVMClassifier() {
        super(
                "SVMClassifier",
                1,
                "classlabels_ints",
                SupportVectors.declare(ports())
                        .optionalIntegers("classlabels_ints")
                        .optionalAttribute("classlabels_strings", STRINGS)
                        .optionalAttribute("prob_a", FLOATS)
                        .optionalAttribute("prob_b", FLOATS)
                        .optionalIntegers("vectors_per_class"));
    }

    private int classes(Attributes attributes) {
        return Math.max(1, labels(attributes).count());
    }

    private static boolean isLinear(Attributes attributes) {
        return Features.numbers(attributes, "support_vectors").isEmpty();
    }

    private static boolean hasProbabilities(Attributes attributes) {
        return !isLinear(attributes) && !Features.numbers(attributes, "prob_a").isEmpty();
    }

    private PairVotes pairs(Attributes attributes) {
        return new PairVotes(
                classes(attributes),
                Arrays.stream(attributes.integers("vectors_per_class")).boxed().toList());
    }

    @Override
    protected long width(Attributes attributes, Shape x) {
        int classes = classes(attributes);
        boolean perClass = isLinear(attributes) || hasProbabilities(attributes) || classes == 2;
        return perClass ? classes : pairs(attributes).pairs();
    }

    @Override
    protected Result classify(Formulas f, Call call) {
        Value x = Features.matrix(f, call.input(0));
        return isLinear(call.attributes()) ? linear(f, call.attributes(), x) : pairwise(f, call.attributes(), x);
    }

    private Result linear(Formulas f, Attributes attributes, Value x) {
        int classes = classes(attributes);
        List<Float> coefficients = Features.numbers(attributes, "coefficients");
        Value rows = Features.constants(f, x, coefficients, classes, coefficients.size() / classes);
        float offset = Features.numbers(attributes, "rho").getFirst();
        Value scores = f.add(f.matmul(x, f.transposeMatrix(rows)), offset);
        return new Result(labels(attributes).chosen(f, scores), scores);
    }

    private Result pairwise(Formulas f, Attributes attributes, Value x) {
        PairVotes pairs = pairs(attributes);
        Value scores = pairs.scores(f, x, attributes);
        Value chosen = labels(attributes).best(f, pairs.votes(f, scores));
        if (hasProbabilities(attributes)) {
            return new Result(chosen, probabilities(f, attributes, scores, pairs));
        }
        return new Result(chosen, pairs.pairs() == 1 ? f.concat(1, List.of(f.neg(scores), scores)) : scores);
    }

    private static Value probabilities(Formulas f, Attributes attributes, Value scores, PairVotes pairs) {
        Value a = Features.constants(f, scores, attributes.reals("prob_a"), pairs.pairs());
        Value b = Features.constants(f, scores, attributes.reals("prob_b"), pairs.pairs());
        Value ofPairs = f.sigmoid(f.neg(f.add(f.mul(scores, a), b)));
        Value bounded = f.op("Clip", ofPairs, f.scalarLike(scores, CERTAIN), f.scalarLike(scores, 1 - CERTAIN));
        return f.own("PairwiseCoupling", Attributes.of("classes", pairs.classes()), Features.result(f, bounded));
    }

    @Override
    public Domain domain() {
        return samples(2, (draw, features) -> {
            boolean three = draw.chance(0.5);
            int vectors = three ? 4 : 3;
            int rows = three ? 2 : 1;
            return Attributes.of("classlabels_ints", three ? new long[] {4, 5, 6} : new long[] {4, 5})
                    .with("vectors_per_class", three ? new long[] {1, 2, 1} : new long[] {1, 2})
                    .with("kernel_type", draw.pick("LINEAR", "POLY", "RBF", "SIGMOID"))
                    .with("kernel_params", LinearModel.floats(0.5, 0.25, 2))
                    .with("coefficients", LinearModel.coefficients(draw, rows * vectors))
                    .with("support_vectors", LinearModel.coefficients(draw, vectors * features))
                    .with("rho", LinearModel.coefficients(draw, three ? 3 : 1))
                    .with("post_transform", draw.pick("NONE", "LOGISTIC", "SOFTMAX"));
        });
    }
}
