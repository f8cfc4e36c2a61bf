package org.cotangent.ops.ml;

import java.util.List;
import org.cotangent.ops.internal.ml.Features;
import org.cotangent.ops.internal.ml.MlOperator;
import org.cotangent.ops.internal.ml.OlderTrees;
import org.cotangent.ops.internal.ml.PostTransform;
import org.cotangent.ops.internal.ml.Trees;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.ValueType;

/**
 * The votes {@code target_*} of the leaves of decision trees, put together by {@code aggregate_function} (AVERAGE, SUM,
 * MIN or MAX), plus {@code base_values}, transformed by {@code post_transform}: [N, F] to [N, n_targets]. ONNX
 * TreeEnsembleRegressor of ai.onnx.ml, version 3; in version 5 {@link TreeEnsemble} took its place.
 */
public final class TreeEnsembleRegressor extends MlOperator {
    private static final List<String> AGGREGATES = List.of("AVERAGE", "SUM", "MIN", "MAX");

    public TreeEnsembleRegressor() {
        super(
                "TreeEnsembleRegressor",
                3,
                OlderTrees.declare(Signature.builder().input("X", numbers("T")).output("Y", real()), "target")
                        .attribute("aggregate_function", "SUM")
                        .attribute("n_targets", 1));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return List.of(scores(call, call.attributes().integer("n_targets")));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(TreeEnsembleRegressor::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Attributes attributes = call.attributes();
        int aggregate = AGGREGATES.indexOf(attributes.text("aggregate_function"));
        if (aggregate < 0) {
            throw new AttributeException("aggregate_function must be one of " + AGGREGATES);
        }
        long targets = attributes.integer("n_targets");
        Value x = Features.matrix(f, call.input(0));
        Value scores = Trees.scores(f, new OlderTrees(attributes, "target").forest(aggregate, targets), x);
        double[] base = OlderTrees.numbers(attributes, "base_values");
        Value total = base == null ? scores : f.add(scores, Features.constants(f, scores, base, base.length));
        return List.of(PostTransform.result(f, attributes, total));
    }

    @Override
    public Derivative derivative() {
        return Trees.derivative();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(
                OlderTrees.sample(draw, "target")
                        .with("n_targets", 2)
                        .with("aggregate_function", draw.pick(AGGREGATES)),
                Trees.features(draw)));
    }
}
