package org.cotangent.ops.ml;

import java.util.List;
import org.cotangent.ops.internal.ml.ClassLabels;
import org.cotangent.ops.internal.ml.Classifier;
import org.cotangent.ops.internal.ml.Features;
import org.cotangent.ops.internal.ml.LinearModel;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;

/**
 * {@code Z = t(S)} with the scores {@code S = X W^T + b} of the classes, and the label {@code Y} of the class with the
 * greatest score, for features [N, C].
 *
 * <p>{@code coefficients} hold a row for each class, {@code intercepts} a number; {@code post_transform} is t. A single
 * row with two labels is the score s of the second class: then {@code S = (-s, s)}. A single row with one label chooses
 * the label, or 0 and the empty string, by the sign of s. The attribute {@code multi_class} has no effect. ONNX
 * LinearClassifier of ai.onnx.ml, version 1.
 */
public final class LinearClassifier extends Classifier {
    public LinearClassifier() {
        super(
                "LinearClassifier",
                1,
                "classlabels_ints",
                ports().optionalIntegers("classlabels_ints")
                        .optionalAttribute("classlabels_strings", STRINGS)
                        .optionalAttribute("coefficients", FLOATS)
                        .optionalAttribute("intercepts", FLOATS)
                        .attribute("multi_class", 0)
                        .attribute("post_transform", "NONE"));
    }

    /** How many scores are linear in the features. */
    private long count(Attributes attributes, Shape features) {
        int intercepts = Features.numbers(attributes, "intercepts").size();
        Dim columns = columns(features);
        return intercepts > 0
                ? intercepts
                : columns.isKnown() && !columns.is(0)
                        ? attributes.reals("coefficients").size() / columns.size()
                        : labels(attributes).count();
    }

    @Override
    protected long width(Attributes attributes, Shape features) {
        long count = count(attributes, features);
        return count == 1 && labels(attributes).count() == 2 ? 2 : count;
    }

    @Override
    protected Result classify(Formulas f, Call call) {
        ClassLabels labels = labels(call.attributes());
        Value scores = LinearModel.scores(f, call, count(call.attributes(), call.shape(0)));
        boolean isPair = scores.shape().dim(1).is(1) && labels.count() == 2;
        return new Result(labels.chosen(f, scores), isPair ? f.concat(1, List.of(f.neg(scores), scores)) : scores);
    }

    @Override
    public Domain domain() {
        return samples(2, (draw, features) -> {
            int scores = draw.integer(1, 3);
            return Attributes.of("classlabels_ints", scores == 1 ? new long[] {7, 8} : new long[] {5, 6, 7})
                    .with("coefficients", LinearModel.coefficients(draw, scores * features))
                    .with("intercepts", LinearModel.coefficients(draw, scores))
                    .with("post_transform", draw.pick("NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO"));
        });
    }
}
