package org.cotangent.train;

import org.cotangent.spi.CotangentException;
import org.cotangent.train.schedule.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * A schedule that is multiplied by a factor whenever a figure has not become better for some epochs. PyTorch's
 * ReduceLROnPlateau, with its relative threshold.
 *
 * <p>Give it to the trainer twice, as the schedule and as a listener. What it does follows from the history alone, so
 * that a run that is resumed goes on as if it had not stopped.
 */
public final class ReduceOnPlateau implements Schedule, TrainingListener {
    private final Schedule schedule;
    private final Rule rule;
    private double factor = 1;

    /**
     * When and how the rate is reduced.
     *
     * @param metric the name of a figure of the validation; null for the mean loss of training
     * @param increases whether the figure is better when it is larger
     * @param factor that the rate is multiplied by, less than 1
     * @param patience how many epochs in a row may bring nothing better before the next reduces the rate
     * @param threshold the share of the best figure by which another must be better to count as better
     * @param cooldown how many epochs after a reduction do not count
     * @param least the rate does not become less
     */
    public record Rule(
            @Nullable String metric,
            boolean increases,
            double factor,
            int patience,
            double threshold,
            int cooldown,
            double least) {
        public Rule {
            if (!(factor < 1)) {
                throw new CotangentException("a rate is reduced by a factor less than 1, not " + factor);
            }
        }

        /** {@return a tenth after more than so many epochs in which the figure did not fall by 1/10000} */
        public static Rule falling(@Nullable String metric, int patience) {
            return new Rule(metric, false, 0.1, patience, 1e-4, 0, 0);
        }

        /** {@return a tenth after more than so many epochs in which the figure did not rise by 1/10000} */
        public static Rule rising(String metric, int patience) {
            return new Rule(metric, true, 0.1, patience, 1e-4, 0, 0);
        }

        private boolean isBetter(double figure, double best) {
            return Double.isNaN(best)
                    || (increases ? figure > best * (1 + threshold) : figure < best * (1 - threshold));
        }

        /** {@return what the rate is multiplied by after these epochs} */
        double factorAfter(History history) {
            double[] figures = metric == null ? history.losses() : history.metric(metric);
            double best = Double.NaN;
            double result = 1;
            int bad = 0;
            int cooling = 0;
            for (double figure : figures) {
                if (isBetter(figure, best)) {
                    best = figure;
                    bad = 0;
                } else {
                    bad++;
                }
                if (cooling > 0) {
                    cooling--;
                    bad = 0;
                }
                if (bad > patience) {
                    result *= factor;
                    cooling = cooldown;
                    bad = 0;
                }
            }
            return result;
        }
    }

    public ReduceOnPlateau(Schedule schedule, Rule rule) {
        this.schedule = schedule;
        this.rule = rule;
    }

    @Override
    public double rate(long step) {
        double full = schedule.rate(step);
        return Math.min(full, Math.max(rule.least(), full * factor));
    }

    @Override
    public void begun(long steps, History history) {
        factor = rule.factorAfter(history);
    }

    @Override
    public void epochEnded(EpochReport epoch, History history) {
        factor = rule.factorAfter(history);
    }
}
