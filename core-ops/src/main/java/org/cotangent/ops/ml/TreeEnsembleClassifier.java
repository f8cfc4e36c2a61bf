package org.cotangent.ops.ml;

import java.util.Arrays;
import java.util.List;
import org.cotangent.ops.internal.ml.ClassLabels;
import org.cotangent.ops.internal.ml.Features;
import org.cotangent.ops.internal.ml.MlOperator;
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
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * The scores {@code Z} of classes, which are the sums of the votes {@code class_*} of the leaves of decision trees plus
 * {@code base_values}, transformed by {@code post_transform}, and the label {@code Y} of the class with the greatest one.
 *
 * <p>Of two classes only one may get votes; their sum s then speaks for the second class, which is chosen if s is
 * positive or, where no vote is negative, if s exceeds 0.5. The scores are {@code (-s, s)}, transformed; they are {@code (1
 * - s, s)} if s is a probability: with the transform PROBIT, and without transform if no vote is negative. ONNX
 * TreeEnsembleClassifier of ai.onnx.ml, version 3; in version 5 {@link TreeEnsemble} took its place.
 */
public final class TreeEnsembleClassifier extends MlOperator {
    public TreeEnsembleClassifier() {
        super(
                "TreeEnsembleClassifier",
                3,
                OlderTrees.declare(
                                Signature.builder()
                                        .input("X", numbers("T1"))
                                        .output("Y", labels("T2"))
                                        .output("Z", real()),
                                "class")
                        .optionalIntegers("classlabels_int64s")
                        .optionalAttribute("classlabels_strings", STRINGS));
    }

    private static ClassLabels labels(Attributes attributes) {
        return ClassLabels.of(attributes, "classlabels_int64s", "classlabels_strings");
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        ClassLabels labels = labels(call.attributes());
        Dim rows = rows(call.shape(0));
        return List.of(
                new TensorType(labels.dtype(), Shape.of(List.of(rows))),
                new TensorType(DType.FLOAT, Shape.of(List.of(rows, Dim.of(labels.count())))));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(TreeEnsembleClassifier::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Attributes attributes = call.attributes();
        ClassLabels labels = labels(attributes);
        Value x = Features.matrix(f, call.input(0));
        Value votes = Trees.scores(f, new OlderTrees(attributes, "class").forest(Trees.SUM, labels.count()), x);
        double[] given = OlderTrees.numbers(attributes, "base_values");
        double[] base = given == null ? new double[0] : given;
        PostTransform transform = PostTransform.of(attributes.text("post_transform"));
        long voted = Arrays.stream(attributes.integers("class_ids")).distinct().count();
        List<Value> results = labels.count() == 2 && voted == 1
                ? binary(f, attributes, votes, base, transform)
                : several(f, labels, votes, base, transform);
        return List.of(results.get(0), Features.result(f, results.get(1))).subList(0, call.outputCount());
    }

    private static List<Value> several(
            Formulas f, ClassLabels labels, Value votes, double[] base, PostTransform transform) {
        Value scores = base.length == 0 ? votes : f.add(votes, Features.constants(f, votes, base, base.length));
        Value chosen = labels.count() == 1
                ? labels.choice(f, f.greater(f.squeeze(scores, 1), f.scalarLike(scores, 0)))
                : labels.best(f, scores);
        return List.of(chosen, transform.apply(f, scores));
    }

    /** All votes are in one column, whichever it is. */
    private static List<Value> binary(
            Formulas f, Attributes attributes, Value votes, double[] base, PostTransform transform) {
        Value sum = f.reduceSum(votes, true, 1);
        Value score = base.length == 0 ? sum : f.add(sum, base[base.length - 1]);
        double[] weights = OlderTrees.numbers(attributes, "class_weights");
        boolean noneIsNegative = weights != null && Arrays.stream(weights).allMatch(weight -> weight >= 0);
        Value isSecond = f.greater(f.squeeze(score, 1), f.scalarLike(score, noneIsNegative ? 0.5 : 0));
        boolean isProbability = transform == PostTransform.PROBIT || (transform == PostTransform.NONE && noneIsNegative);
        Value first = isProbability ? f.sub(1, score) : f.neg(score);
        Value scores = transform.apply(f, f.concat(1, List.of(first, score)));
        return List.of(labels(attributes).choice(f, isSecond), scores);
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
                        draw.away(new long[] {draw.extent(), 2}, -1, 2, 0.05, 0, 1))
                .withOutputs(2));
    }
}
