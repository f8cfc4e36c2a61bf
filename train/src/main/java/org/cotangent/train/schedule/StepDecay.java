package org.cotangent.train.schedule;

import org.cotangent.spi.CotangentException;

/** {@code rate * factor^floor(step / every)}. PyTorch's StepLR. */
public record StepDecay(double rate, long every, double factor) implements Schedule {
    public StepDecay {
        if (every < 1) {
            throw new CotangentException("a decay happens every step or less often, not every " + every);
        }
    }

    @Override
    public double rate(long step) {
        long decays = step / every;
        return rate * Math.pow(factor, (double) decays);
    }
}
