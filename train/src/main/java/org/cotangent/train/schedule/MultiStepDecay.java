package org.cotangent.train.schedule;

import java.util.List;

/** {@code rate * factor^n} with the number n of milestones that are reached. PyTorch's MultiStepLR. */
public record MultiStepDecay(double rate, List<Long> milestones, double factor) implements Schedule {
    public MultiStepDecay {
        milestones = List.copyOf(milestones);
    }

    @Override
    public double rate(long step) {
        double result = rate;
        for (long milestone : milestones) {
            result *= step >= milestone ? factor : 1;
        }
        return result;
    }
}
