package org.cotangent.bench.suite;

import java.util.List;
import org.cotangent.bench.Timing;
import org.cotangent.engine.plan.Profile;
import org.cotangent.spi.CotangentException;

/**
 * Runs workloads: compares results, then times both sides in turns.
 *
 * @param runs the number of turns
 * @param warmUp the nanoseconds each side runs before
 * @param profile whether our side's profile is taken, after the timing
 */
record Runner(Setting setting, int runs, long warmUp, boolean profile) {
    /** {@return what came of it} Failures of either side are outcomes, too. */
    Result run(Workload workload) {
        Outcome outcome;
        try (Side ours = workload.ours(setting);
                Side theirs = workload.theirs(setting)) {
            outcome = measure(workload, ours, theirs);
        } catch (Unavailable e) {
            outcome = new Outcome.Skipped(message(e));
        } catch (RuntimeException e) {
            outcome = new Outcome.Failed(message(e));
        }
        return new Result(workload.name(), workload.kind(), setting.threads(), outcome);
    }

    private static String message(RuntimeException e) {
        String message = e.getMessage();
        return e instanceof CotangentException && message != null ? message : e.toString();
    }

    private Outcome measure(Workload workload, Side ours, Side theirs) {
        double difference = workload.difference(ours.results(), theirs.results());
        double tolerance = Tolerance.of(workload, setting.cotangent().selector().precision());
        if (!(difference <= tolerance)) {
            return new Outcome.Differs(difference, tolerance);
        }
        List<Timing> timings = Timing.of(runs, warmUp, List.of(ours::run, theirs::run));
        return new Outcome.Measured(
                timings.getFirst(), timings.getLast(), difference, profile ? profile(ours) : List.of());
    }

    private List<String> profile(Side ours) {
        return ours.profile().stream()
                .flatMap(profile -> {
                    for (int i = 0; i < runs; i++) {
                        ours.run();
                    }
                    return profile.kinds().stream();
                })
                .map(Profile.Line::toString)
                .toList();
    }
}
