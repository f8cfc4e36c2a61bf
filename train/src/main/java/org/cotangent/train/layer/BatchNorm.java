package org.cotangent.train.layer;

import java.util.List;
import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Parameter;
import org.cotangent.autograd.Variable;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;

/**
 * {@code (x - mean) / sqrt(variance + epsilon) * weight + bias} for each channel of [batch, channels, ...] (Ioffe and
 * Szegedy, 2015).
 *
 * <p>In training, mean and variance are those of the batch, and the running ones move towards them: {@code running = (1
 * - momentum) running + momentum current}, the variance there with {@code n - 1} in the denominator, as in PyTorch. In
 * evaluation the running ones are used.
 *
 * <p>Training throws {@link ShapeException} for a batch with a single element for each channel, which has no variance.
 */
public final class BatchNorm extends UnaryLayer {
    private final Parameter weight;
    private final Parameter bias;
    private final Parameter runningMean;
    private final Parameter runningVar;
    private final double momentum;
    private final double epsilon;

    public BatchNorm(long channels) {
        this(channels, 1e-5, 0.1);
    }

    public BatchNorm(long channels, double epsilon, double momentum) {
        this.epsilon = epsilon;
        this.momentum = momentum;
        this.weight = parameter(Initializer.ones(), channels);
        this.bias = parameter(Initializer.zeros(), channels);
        this.runningMean = buffer(Initializer.zeros(), channels);
        this.runningVar = buffer(Initializer.ones(), channels);
    }

    public Parameter weight() {
        return weight;
    }

    public Parameter bias() {
        return bias;
    }

    public Parameter runningMean() {
        return runningMean;
    }

    public Parameter runningVar() {
        return runningVar;
    }

    @Override
    public Variable forward(Variable x) {
        Autograd autograd = x.autograd();
        Variable mean = runningMean.in(autograd);
        Variable variance = runningVar.in(autograd);
        Attributes attributes = Attributes.none().with("epsilon", (float) epsilon);
        if (!isTraining()) {
            return autograd.op("BatchNormalization", attributes, x, weight, bias, mean, variance);
        }
        if (x.shape().isStatic() && x.shape().elements().is(weight.tensor().elements())) {
            throw new ShapeException("a batch " + x.type() + " has one element for each channel, and so no variance:"
                    + " take larger batches, leave an incomplete last one out, or use eval()");
        }
        // Momentum 0 is ONNX's way to ask for the statistics of the batch; those that are given do not count.
        Attributes training = attributes.with("training_mode", 1L).with("momentum", 0f);
        Variable none = autograd.zeros(weight.tensor().elements());
        List<Variable> results = autograd.call("", "BatchNormalization", training, 3, x, weight, bias, none, none);
        autograd.noGrad(() -> {
            Variable count = autograd.op("Size", Attributes.none(), x)
                    .cast(DType.FLOAT)
                    .div(weight.tensor().elements());
            Variable unbiased = results.get(2).mul(count.div(count.sub(1)));
            mean.inPlace(running -> running.mul(1 - momentum).add(results.get(1).mul(momentum)));
            variance.inPlace(running -> running.mul(1 - momentum).add(unbiased.mul(momentum)));
        });
        return results.getFirst();
    }

    @Override
    protected String settings() {
        return String.valueOf(weight.tensor().elements());
    }
}
