package org.cotangent.ops.ml;

import java.util.Arrays;
import java.util.List;
import org.cotangent.ops.internal.ml.ClassLabels;
import org.cotangent.ops.internal.ml.Classifier;
import org.cotangent.ops.internal.ml.Features;
import org.cotangent.ops.internal.ml.OlderTrees;
import org.cotangent.ops.internal.ml.PostTransform;
import org.cotangent.ops.internal.ml.Trees;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Shape;

/**
 * The scores {@code Z} of classes, which are the sums of the votes {@code class_*} of the leaves of decision trees plus
 * {@code base_values}, transformed by {@code post_transform}, and the label {@code Y} of the class with the greatest
 * one.
 *
 * <p>Of two classes only one may get votes; their sum s then speaks for the second class, which is chosen if s is
 * positive or, where no vote is negative, if s exceeds 0.5. The scores are {@code (-s, s)}, transformed; they are
 * {@code (1 - s, s)} if s is a probability: with the transform PROBIT, and without transform if no vote is negative.
 * ONNX TreeEnsembleClassifier of ai.onnx.ml, version 3; in version 5 {@link TreeEnsemble} took its place.
 */
public final class TreeEnsembleClassifier extends Classifier {
    public TreeEnsembleClassifier() {
        super(
                "TreeEnsembleClassifier",
                3,
                "classlabels_int64s",
                OlderTrees.declare(ports(), "class")
                        .optionalIntegers("classlabels_int64s")
                        .optionalAttribute("classlabels_strings", STRINGS));
    }

    @Override
    protected long width(Attributes attributes, Shape x) {
        return labels(attributes).count();
    }

    @Override
    protected Result classify(Formulas f, Call call) {
        Attributes attributes = call.attributes();
        ClassLabels labels = labels(attributes);
        Value x = Features.matrix(f, call.input(0));
        Value votes = Trees.scores(f, new OlderTrees(attributes, "class").forest(Trees.SUM, labels.count()), x);
        double[] given = OlderTrees.numbers(attributes, "base_values");
        double[] base = given == null ? new double[0] : given;
        long voted = Arrays.stream(attributes.integers("class_ids")).distinct().count();
        if (labels.count() == 2 && voted == 1) {
            return binary(f, attributes, votes, base);
        }
        Value scores = base.length == 0 ? votes : f.add(votes, Features.constants(f, votes, base, base.length));
        return new Result(labels.chosen(f, scores), scores);
    }

    /** All votes are in one column, whichever it is. */
    private Result binary(Formulas f, Attributes attributes, Value votes, double[] base) {
        Value sum = f.reduceSum(votes, true, 1);
        Value score = base.length == 0 ? sum : f.add(sum, base[base.length - 1]);
        double[] weights = OlderTrees.numbers(attributes, "class_weights");
        boolean noneIsNegative = weights != null && Arrays.stream(weights).allMatch(weight -> weight >= 0);
        Value isSecond = f.greater(f.squeeze(score, 1), f.scalarLike(score, noneIsNegative ? 0.5 : 0));
        PostTransform transform = PostTransform.of(attributes.text("post_transform"));
        boolean isProbability =
                transform == PostTransform.PROBIT || (transform == PostTransform.NONE && noneIsNegative);
        Value first = isProbability ? f.sub(1, score) : f.neg(score);
        return new Result(labels(attributes).choice(f, isSecond), f.concat(1, List.of(first, score)));
    }

    @Override
    public Derivative derivative() {
        return Trees.derivative();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(
                        OlderTrees.sample(draw, "class")
                                .with("classlabels_strings", new Attribute.OfStrings(List.of("a", "b"))),
                        Trees.features(draw))
                .withOutputs(2));
    }
}
