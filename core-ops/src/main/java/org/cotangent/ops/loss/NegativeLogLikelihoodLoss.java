package org.cotangent.ops.loss;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.ops.internal.training.Likelihood;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;

/**
 * The negative log-likelihood {@code -weight[t] input[n, t, ...]} of the classes {@code t = target[n, ...]}, given
 * log-probabilities {@code input} of shape [batch, classes, ...].
 *
 * <p>{@code reduction} is none, sum, or mean: the weighted mean, which divides by the sum of the weights of the
 * targets. Elements whose target is {@code ignore_index} count nothing, weight included; if all do, the mean is NaN.
 *
 * <p>ONNX NegativeLogLikelihoodLoss, version 22.
 */
public final class NegativeLogLikelihoodLoss extends OnnxOperator {
    public NegativeLogLikelihoodLoss() {
        super("NegativeLogLikelihoodLoss", 22, ports(TypeVariable.of("T", DType.floating())));
    }

    private static Signature ports(TypeVariable t) {
        return Likelihood.attributes(Signature.builder()
                        .input("input", t)
                        .fixed("target", Types.index("Tind"))
                        .optional("weight", t)
                        .output("loss", t))
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        return List.of(call.input(0).with(Likelihood.infer(call)));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion((f, call) -> List.of(Likelihood.loss(f, call, call.input(0))));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Likelihood.domain(1);
    }
}
