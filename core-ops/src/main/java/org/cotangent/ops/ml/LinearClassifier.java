package org.cotangent.ops.ml;

import java.util.List;
import org.cotangent.ops.internal.ml.ClassLabels;
import org.cotangent.ops.internal.ml.Features;
import org.cotangent.ops.internal.ml.LinearModel;
import org.cotangent.ops.internal.ml.MlOperator;
import org.cotangent.ops.internal.ml.PostTransform;
import org.cotangent.spi.graph.Value;
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
 * {@code Z = t(S)} with the scores {@code S = X W^T + b} of the classes, and the label {@code Y} of the class with the
 * greatest score, for features [N, C].
 *
 * <p>{@code coefficients} hold a row for each class, {@code intercepts} a number; {@code post_transform} is t. A single row
 * with two labels is the score s of the second class: then {@code S = (-s, s)}. A single row with one label chooses the
 * label, or 0 and the empty string, by the sign of s. The attribute {@code multi_class} has no effect. ONNX
 * LinearClassifier of ai.onnx.ml, version 1.
 */
public final class LinearClassifier extends MlOperator {
    public LinearClassifier() {
        super(
                "LinearClassifier",
                1,
                Signature.builder()
                        .input("X", numbers("T1"))
                        .output("Y", labels("T2"))
                        .output("Z", real())
                        .optionalIntegers("classlabels_ints")
                        .optionalAttribute("classlabels_strings", STRINGS)
                        .optionalAttribute("coefficients", FLOATS)
                        .optionalAttribute("intercepts", FLOATS)
                        .attribute("multi_class", 0)
                        .attribute("post_transform", "NONE"));
    }

    private static ClassLabels labels(Attributes attributes) {
        return ClassLabels.of(attributes, "classlabels_ints", "classlabels_strings");
    }

    /** How many scores are linear in the features. */
    private static long scores(Attributes attributes, Shape features) {
        int intercepts = Features.numbers(attributes, "intercepts").size();
        Dim columns = columns(features);
        return intercepts > 0
                ? intercepts
                : columns.isKnown() && !columns.is(0)
                        ? attributes.reals("coefficients").size() / columns.size()
                        : labels(attributes).count();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Dim rows = rows(call.shape(0));
        ClassLabels labels = labels(call.attributes());
        long scores = scores(call.attributes(), call.shape(0));
        Dim width = Dim.of(scores == 1 && labels.count() == 2 ? 2 : scores);
        return List.of(
                new TensorType(labels.dtype(), Shape.of(List.of(rows))),
                new TensorType(DType.FLOAT, Shape.of(List.of(rows, width))));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(LinearClassifier::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        PostTransform transform = PostTransform.of(call.attributes().text("post_transform"));
        ClassLabels labels = labels(call.attributes());
        long count = scores(call.attributes(), call.shape(0));
        Value scores = LinearModel.scores(f, call, count);
        Value chosen = count == 1
                ? labels.choice(f, f.greater(f.squeeze(scores, 1), f.scalarLike(scores, 0)))
                : labels.best(f, scores);
        Value all = count == 1 && labels.count() == 2 ? f.concat(1, List.of(f.neg(scores), scores)) : scores;
        return List.of(chosen, Features.result(f, transform.apply(f, all)))
                .subList(0, call.outputCount());
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 2);
            int features = (int) shape[shape.length - 1];
            int scores = draw.integer(1, 3);
            Attributes attributes = Attributes.of("classlabels_ints", scores == 1 ? new long[] {7, 8} : new long[] {5, 6, 7})
                    .with("coefficients", LinearModel.coefficients(draw, scores * features))
                    .with("intercepts", LinearModel.coefficients(draw, scores))
                    .with("post_transform", draw.pick("NONE", "SOFTMAX", "LOGISTIC", "SOFTMAX_ZERO"));
            return Domain.Sample.of(attributes, draw.tensor(shape, -2, 2)).withOutputs(2);
        });
    }
}
