package org.cotangent.cli.finetune;

import java.nio.file.Path;
import org.cotangent.spi.ModelException;
import org.cotangent.train.GradientClip;
import org.cotangent.train.optim.AdamW;
import org.cotangent.train.optim.Optimizer;
import org.cotangent.train.optim.Sgd;
import org.cotangent.train.schedule.Cosine;
import org.cotangent.train.schedule.LinearRamp;
import org.cotangent.train.schedule.Schedule;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how a model is trained. */
final class RunOptions {
    @Option(names = "--epochs", defaultValue = "3", description = "How often the data are seen (${DEFAULT-VALUE}).")
    int epochs;

    @Option(names = "--lr", defaultValue = "3e-4", description = "The learning rate (${DEFAULT-VALUE}).")
    double rate;

    @Option(
            names = "--schedule",
            defaultValue = "linear",
            paramLabel = "constant|linear|cosine",
            description = "How the rate falls, to 0 at the end (${DEFAULT-VALUE}).")
    String schedule = "linear";

    @Option(names = "--warmup", defaultValue = "0", description = "Steps in which the rate rises (${DEFAULT-VALUE}).")
    long warmup;

    @Option(
            names = "--optimizer",
            defaultValue = "adamw",
            paramLabel = "adamw|sgd",
            description = "AdamW, or descent with momentum 0.9 (${DEFAULT-VALUE}).")
    String optimizer = "adamw";

    @Option(names = "--weight-decay", defaultValue = "0.01", description = "Weight decay (${DEFAULT-VALUE}).")
    double decay;

    @Option(
            names = "--clip",
            defaultValue = "1",
            description = "Largest norm of the gradient, 0 for any (${DEFAULT-VALUE}).")
    double clip;

    @Option(
            names = "--seed",
            defaultValue = "0",
            description = "Of new weights, order, split and dropout (${DEFAULT-VALUE}).")
    long seed;

    @Option(names = "--checkpoints", paramLabel = "DIR", description = "Where the state of training is kept.")
    @Nullable
    Path checkpoints;

    @Option(names = "--checkpoint-every", paramLabel = "STEPS", description = "Also within epochs.")
    long every;

    @Option(names = "--resume", description = "Go on from the last checkpoint.")
    boolean resume;

    @Option(names = "--curves", paramLabel = "FILE", description = "Where curves are drawn: .svg or .html.")
    @Nullable
    Path curves;

    @Option(names = "--events", paramLabel = "DIR", description = "Where event files for TensorBoard go.")
    @Nullable
    Path events;

    void check() {
        if (epochs < 1 || !(rate > 0) || !(decay >= 0) || !(clip >= 0) || warmup < 0 || every < 0) {
            throw new ModelException("--epochs and --lr must be positive; --weight-decay, --clip, --warmup and"
                    + " --checkpoint-every must not be negative");
        }
        if (resume && checkpoints == null) {
            throw new ModelException("--resume needs the folder of --checkpoints");
        }
        schedule(1);
        optimizer();
    }

    /** {@return the learning rate over so many steps} */
    Schedule schedule(long steps) {
        long falling = Math.max(1, steps - warmup);
        Schedule main = switch (schedule) {
            case "constant" -> Schedule.constant(rate);
            case "linear" -> new LinearRamp(rate, 0, falling);
            case "cosine" -> new Cosine(rate, falling);
            default -> throw new ModelException("--schedule is constant, linear or cosine, not '" + schedule + "'");
        };
        return warmup == 0 ? main : main.afterWarmup(warmup);
    }

    Optimizer optimizer() {
        return switch (optimizer) {
            case "adamw" -> AdamW.decaying(decay);
            case "sgd" -> Sgd.momentum(0.9).withWeightDecay(decay);
            default -> throw new ModelException("--optimizer is adamw or sgd, not '" + optimizer + "'");
        };
    }

    @Nullable
    GradientClip clip() {
        return clip == 0 ? null : GradientClip.at(clip);
    }
}
