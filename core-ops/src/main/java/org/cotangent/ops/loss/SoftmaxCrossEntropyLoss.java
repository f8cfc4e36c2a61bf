package org.cotangent.ops.loss;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.ops.internal.training.Likelihood;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;

/**
 * The cross entropy of class labels and the softmax of {@code scores} of shape [batch, classes, ...]: the
 * {@link NegativeLogLikelihoodLoss} of {@code log_prob}, the log-softmax of the scores over the classes, which is the
 * second output.
 *
 * <p>ONNX SoftmaxCrossEntropyLoss, version 13.
 */
public final class SoftmaxCrossEntropyLoss extends OnnxOperator {
    public SoftmaxCrossEntropyLoss() {
        super("SoftmaxCrossEntropyLoss", 13, ports(TypeVariable.of("T", DType.floating())));
    }

    private static Signature ports(TypeVariable t) {
        return Likelihood.attributes(Signature.builder()
                        .input("scores", t)
                        .fixed("labels", Types.index("Tind"))
                        .optional("weights", t)
                        .output("output", t)
                        .optionalOutput("log_prob", t))
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        return List.of(call.input(0).with(Likelihood.infer(call)), call.input(0));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(SoftmaxCrossEntropyLoss::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value logProbabilities = f.op("LogSoftmax", Attributes.of("axis", 1), call.input(0));
        Value loss = Likelihood.loss(f, call, logProbabilities);
        return call.outputCount() == 1 ? List.of(loss) : List.of(loss, logProbabilities);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Likelihood.domain(2);
    }
}
