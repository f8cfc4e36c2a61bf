package org.cotangent.ops.internal.ml;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/** What the operators of decision trees share: attributes, shapes, and what they say about derivatives. */
public final class Trees {
    /** Sums votes. */
    public static final long SUM = 1;

    private Trees() {}

    /** {@return X, Y and the attributes of ONNX TreeEnsemble that describe trees} */
    public static Signature.Builder signature() {
        Signature.Builder builder = Signatures.unary("X", "Y", EnumSet.of(DType.FLOAT, DType.DOUBLE, DType.FLOAT16));
        Attribute numbers = new Attribute.OfTensor(Tensor.vector(0.0));
        for (String name : List.of(
                "leaf_targetids",
                "nodes_falseleafs",
                "nodes_falsenodeids",
                "nodes_featureids",
                "nodes_missing_value_tracks_true",
                "nodes_trueleafs",
                "nodes_truenodeids",
                "tree_roots")) {
            builder.optionalIntegers(name);
        }
        for (String name :
                List.of("leaf_weights", "membership_values", "nodes_hitrates", "nodes_modes", "nodes_splits")) {
            builder.optionalAttribute(name, numbers);
        }
        return builder.attribute("aggregate_function", SUM).optionalInteger("n_targets");
    }

    /** {@return the scores of all targets for each row} */
    public static List<? extends ValueType> infer(Inference call) {
        Shape x = call.shape(0);
        if (x.rank() != 2) {
            throw new ShapeException("X must be of shape [N, F], not " + x);
        }
        return List.of(call.input(0).with(x.with(1, Dim.of(targets(call.attributes())))));
    }

    /** {@return the number of targets: as many as get votes, unless it is given} */
    static long targets(Attributes attributes) {
        return attributes.has("n_targets")
                ? attributes.integer("n_targets")
                : 1 + Arrays.stream(attributes.integers("leaf_targetids")).max().orElse(-1);
    }

    /** {@return the scores of trees} */
    public static Value scores(Formulas f, Attributes trees, Value x) {
        return f.own("Forest", trees, x);
    }

    /** {@return that of functions which are constant between their jumps} */
    public static Derivative derivative() {
        return new Derivative.Zero("trees are constant between their splits");
    }

    /** {@return rows of two features, away from 0 and 1} */
    public static Tensor features(Draw draw) {
        return draw.away(new long[] {draw.extent(), 2}, -1, 2, 0.05, 0, 1);
    }

    /** {@return three nodes for features of two columns, whose splits are at 0 and 1} */
    public static Attributes sample(Draw draw) {
        Tensor modes = Tensor.of(DType.UINT8, new double[] {draw.integer(0, 3), draw.integer(0, 3), 0}, 3);
        return Attributes.of("n_targets", 2)
                .with("aggregate_function", draw.integer(0, 3))
                .with("tree_roots", 0, 2)
                .with("nodes_modes", modes)
                .with("nodes_splits", Tensor.vector(0.0, 1.0, 1.0))
                .with("nodes_featureids", 0, 1, 0)
                .with("nodes_truenodeids", 1, 0, 1)
                .with("nodes_trueleafs", 0, 1, 1)
                .with("nodes_falsenodeids", 2, 3, 2)
                .with("nodes_falseleafs", 1, 1, 1)
                .with("leaf_targetids", 0, 1, 1, 0)
                .with("leaf_weights", Tensor.vector(0.5, -1.0, 2.0, 1.5));
    }
}
