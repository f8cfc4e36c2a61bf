package org.cotangent.ops.ml;

import java.util.List;
import org.cotangent.ops.internal.ml.MlOperator;
import org.cotangent.ops.internal.ml.PostTransform;
import org.cotangent.ops.internal.ml.Trees;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.tensor.ValueType;

/**
 * The votes of decision trees for each row of features: [N, F] to [N, n_targets].
 *
 * <p>At node i the feature {@code nodes_featureids[i]} is compared with {@code nodes_splits[i]}; {@code nodes_modes[i]}
 * is 0 for {@code <=}, 1 for {@code <}, 2 for {@code >=}, 3 for {@code >}, 4 for {@code ==}, 5 for {@code !=} and 6 for
 * membership in the next set of {@code membership_values}, which NaN separates in the order of the nodes. NaN goes
 * where {@code nodes_missing_value_tracks_true} says, by default to the false branch, whatever the comparison.
 * {@code aggregate_function} makes one number of all votes for a target: 0 their sum divided by the number of trees, 1
 * the sum, 2 the smallest, 3 the greatest; a target without votes has 0. {@code post_transform} is applied to the rows
 * of scores. ONNX TreeEnsemble of ai.onnx.ml, version 5.
 */
public final class TreeEnsemble extends MlOperator {
    public TreeEnsemble() {
        super("TreeEnsemble", 5, Trees.signature().attribute("post_transform", 0));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return Trees.infer(call);
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(TreeEnsemble::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Attributes attributes = call.attributes();
        Value scores = Trees.scores(f, attributes.without("post_transform"), call.input(0));
        return List.of(PostTransform.of(attributes.integer("post_transform")).apply(f, scores));
    }

    @Override
    public Derivative derivative() {
        return Trees.derivative();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw ->
                Domain.Sample.of(Trees.sample(draw).with("post_transform", draw.integer(0, 2)), Trees.features(draw)));
    }
}
