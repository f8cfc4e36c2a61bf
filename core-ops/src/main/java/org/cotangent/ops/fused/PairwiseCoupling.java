package org.cotangent.ops.fused;

import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.ops.internal.ml.CouplingKernel;
import org.cotangent.ops.internal.ml.LinearModel;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.ValueType;

/**
 * Probabilities of {@code classes} classes from those of all pairs of classes: {@code R}, [N, classes (classes - 1) /
 * 2], holds the probability of the first class of each pair (0, 1), (0, 2), ..., (1, 2), ... if it is one of the two.
 *
 * <p>The result minimises {@code sum_ij (r_ji p_i - r_ij p_j)^2} (Wu, Lin and Weng, 2004), found by the iteration of
 * LIBSVM, which ends when all conditions hold to {@code 0.005 / classes}, after 100 rounds at the latest. Stands for
 * the probabilities of ONNX SVMClassifier.
 */
public final class PairwiseCoupling extends OnnxOperator {
    public PairwiseCoupling() {
        super(new OperatorId(OperatorId.COTANGENT, "PairwiseCoupling", 1), signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.FLOAT);
        return Signature.builder()
                .input("R", t)
                .output("P", t)
                .optionalInteger("classes")
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        long classes = call.attributes().integer("classes");
        Shape pairs = call.shape(0);
        if (pairs.rank() != 2 || (pairs.dim(1).isKnown() && !pairs.dim(1).is(classes * (classes - 1) / 2))) {
            throw new ShapeException("R of shape " + pairs + " does not hold the pairs of " + classes + " classes");
        }
        return List.of(call.input(0).with(pairs.with(1, Dim.of(classes))));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(
                call -> new CouplingKernel(call, (int) call.attributes().integer("classes")), PairwiseCoupling::expand);
    }

    /** The classifier has a support vector for each pair, which belongs to its first class and picks one score. */
    private static List<Value> expand(Formulas f, Call call) {
        int classes = (int) call.attributes().integer("classes");
        int pairs = classes * (classes - 1) / 2;
        double[] coefficients = new double[(classes - 1) * pairs];
        double[] vectors = new double[pairs * pairs];
        double[] signs = new double[pairs];
        long[] perClass = new long[classes];
        int pair = 0;
        for (int i = 0; i < classes; i++) {
            perClass[i] = classes - 1L - i;
            for (int j = i + 1; j < classes; j++, pair++) {
                coefficients[(j - 1) * pairs + pair] = 1;
                vectors[pair * pairs + pair] = 1;
                signs[pair] = -1;
            }
        }
        Attributes attributes = Attributes.of(
                        "classlabels_ints", LongStream.range(0, classes).toArray())
                .with("kernel_params", LinearModel.floats(0, 0, 0))
                .with("coefficients", LinearModel.floats(coefficients))
                .with("support_vectors", LinearModel.floats(vectors))
                .with("vectors_per_class", perClass)
                .with("rho", LinearModel.floats(new double[pairs]))
                .with("prob_a", LinearModel.floats(signs))
                .with("prob_b", LinearModel.floats(new double[pairs]));
        Value r = call.input(0);
        Value scores = f.sub(f.log(r), f.log(f.sub(1, r)));
        return List.of(
                f.call("ai.onnx.ml", "SVMClassifier", attributes, 2, scores).get(1));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Missing("probabilities that an iteration makes of pairs");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            int classes = draw.integer(2, 4);
            return Domain.Sample.of(
                    Attributes.of("classes", classes),
                    draw.tensor(DType.FLOAT, new long[] {draw.extent(), classes * (classes - 1) / 2}, 0.1, 0.9));
        });
    }
}
