package org.cotangent.cli.finetune;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotangent.spi.ModelException;
import org.cotangent.train.Model;
import org.cotangent.train.tune.BatchNormalizationPolicy;
import org.cotangent.train.tune.LoRA;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say what of a model is trained. */
final class TuneOptions {
    @Option(
            names = "--train",
            paramLabel = "PATTERN",
            description = "Train these parameters and the head, and nothing else. May be repeated. * stands for any"
                    + " characters but . and /, ** for any, ? for one.")
    List<String> train = List.of();

    @Option(
            names = "--freeze",
            paramLabel = "PATTERN",
            description = "Do not train these, even if --train names them. May be repeated.")
    List<String> freeze = List.of();

    @Option(
            names = "--lora",
            paramLabel = "RANK",
            description = "Train low-rank adapters of the weights that --train names, or of all, and the head.")
    int lora;

    @Option(names = "--lora-alpha", paramLabel = "A", description = "How much adapters count; default: the rank.")
    @Nullable
    Double alpha;

    @Option(names = "--lora-dropout", paramLabel = "SHARE", description = "Dropout before adapters.")
    double dropout;

    @Option(
            names = "--batchnorm",
            defaultValue = "frozen",
            paramLabel = "frozen|updating",
            description = "Normalise by the model's running statistics, or by those of each batch, updating the"
                    + " running ones (default ${DEFAULT-VALUE}).")
    String normalization = "frozen";

    /** {@return the model with its way to normalise, and adapters} Its head, which is attached later, has none. */
    Model prepare(Model body, long seed) {
        if (lora < 0 || !(dropout >= 0 && dropout < 1)) {
            throw new ModelException("--lora is a rank of 1 or more, --lora-dropout a share in [0, 1)");
        }
        Model normalised = body.withBatchNormalization(policy());
        return lora == 0
                ? normalised
                : normalised.withLoRA(
                        new LoRA(lora, alpha == null ? lora : alpha, dropout), seed, train.toArray(new String[0]));
    }

    /** {@return the model with what is trained chosen: what --train names and the head, without what --freeze names} */
    Model choose(Model model, boolean hasHead) {
        List<String> wanted = new ArrayList<>(lora == 0 ? train : List.of());
        if (hasHead && !wanted.isEmpty()) {
            wanted.add(HeadOptions.NAME + ".*");
        }
        Model chosen = wanted.isEmpty() ? model : model.train(wanted.toArray(new String[0]));
        return freeze.isEmpty() ? chosen : chosen.freeze(freeze.toArray(new String[0]));
    }

    private BatchNormalizationPolicy policy() {
        return switch (normalization.toLowerCase(Locale.ROOT)) {
            case "frozen" -> BatchNormalizationPolicy.FROZEN;
            case "updating" -> BatchNormalizationPolicy.UPDATING;
            default -> throw new ModelException("--batchnorm is frozen or updating, not '" + normalization + "'");
        };
    }
}
