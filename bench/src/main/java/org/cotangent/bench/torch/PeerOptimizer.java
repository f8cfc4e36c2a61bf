package org.cotangent.bench.torch;

import java.util.function.Function;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.TensorVector;
import org.cotangent.train.optim.AdamW;
import org.cotangent.train.optim.Optimizer;
import org.cotangent.train.optim.Sgd;

/**
 * An optimiser here and there.
 *
 * @param rate the learning rate
 */
public record PeerOptimizer(
        Optimizer ours, double rate, Function<TensorVector, org.bytedeco.pytorch.Optimizer> theirs) {
    /** {@return descent with momentum} */
    public static PeerOptimizer sgd(double rate, double momentum) {
        return new PeerOptimizer(Sgd.momentum(momentum), rate, parameters -> {
            SGDOptions options = new SGDOptions(rate);
            options.momentum().put(momentum);
            return new SGD(parameters, options);
        });
    }

    /** {@return Adam with decoupled weight decay} */
    public static PeerOptimizer adamW(double rate, double decay) {
        return new PeerOptimizer(AdamW.decaying(decay), rate, parameters -> {
            AdamWOptions options = new AdamWOptions(rate);
            options.weight_decay().put(decay);
            return new org.bytedeco.pytorch.AdamW(parameters, options);
        });
    }
}
