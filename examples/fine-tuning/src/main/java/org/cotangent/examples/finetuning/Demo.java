package org.cotangent.examples.finetuning;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.examples.finetuning.IntentExample.Split;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.Model;
import org.cotangent.train.ParameterInfo;

/** A real transformer comes in from ONNX, agrees with ONNX Runtime, learns, goes out, and agrees again. */
public final class Demo {
    private static final int TOKENS = 32;
    private static final double EMBEDDING_TOLERANCE = 1e-5;
    private static final double EXPORT_TOLERANCE = 1e-4;
    private static final double WANTED_ACCURACY = 0.9;

    private final Path folder;
    private final String backend;
    private final WordPieceTokenizer tokenizer = SentenceEncoder.tokenizer();
    private final IntentDataset data = IntentFile.bundled();
    private final long start = System.nanoTime();

    private Demo(Path folder, String backend) {
        this.folder = folder;
        this.backend = backend;
    }

    /**
     * Runs the demo; the exit status is 1 if a figure is not as good as it must be.
     *
     * @param arguments none, or {@code --backend} and a name
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 0 && (arguments.length != 2 || !arguments[0].equals("--backend"))) {
            System.err.println("usage: demo [--backend B]");
            System.exit(2);
        }
        Path folder = Files.createTempDirectory("cotangent-demo");
        boolean good;
        try {
            good = new Demo(folder, arguments.length == 0 ? "cpu" : arguments[1]).run();
        } finally {
            try (Stream<Path> files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
        System.exit(good ? 0 : 1);
    }

    private boolean run() {
        Path source = folder.resolve(SentenceEncoder.MODEL);
        SentenceEncoder.copyModel(source);
        boolean good;
        Cotangent cotangent = Cotangent.load(backend);
        try (Model encoder = Model.open(cotangent, source)) {
            describe(encoder);
            good = compareEmbeddings(encoder, source);
            FineTuning tuning = new FineTuning(encoder, data, texts -> tokenizer.encodeFixed(texts, TOKENS));
            say(
                    "3 of 5  data: %d intents, %d training and %d held-out sentences that share no template",
                    data.intents().size(),
                    data.examples(Split.TRAIN).size(),
                    data.examples(Split.HELD_OUT).size());
            say(
                    "        head: mean over tokens, linear %d -> %d",
                    SentenceEncoder.WIDTH, data.intents().size());
            say("        held-out accuracy with an untrained head: %.1f %%", 100 * tuning.accuracy(tuning.untrained()));
            Model frozen = tuning.trainHead(System.out);
            double baseline = tuning.accuracy(frozen);
            say("        held-out accuracy, head trained on the frozen encoder: %.1f %%", 100 * baseline);
            say("4 of 5  fine-tuning the last two layers and the head (AdamW)");
            Model tuned = tuning.fineTune(System.out);
            double accuracy = tuning.accuracy(tuned);
            say(
                    "        held-out accuracy, fine-tuned: %.1f %% (frozen encoder: %.1f %%)",
                    100 * accuracy, 100 * baseline);
            good &= require(accuracy > baseline && accuracy >= WANTED_ACCURACY, "fine-tuning does not reach 90 %");
            good &= compareExport(tuned, tuning);
        }
        say("done in %.0f s", seconds());
        return good;
    }

    private void describe(Model encoder) {
        say("1 of 5  import: %s", SentenceEncoder.MODEL);
        say(
                "        producer %s %s, opsets %s, %d nodes",
                encoder.imported().header().producer(),
                encoder.imported().header().producerVersion(),
                encoder.imported().header().opsets(),
                encoder.graph().nodes().size());
        Map<String, Long> groups = new LinkedHashMap<>();
        long total = 0;
        for (ParameterInfo info : encoder.parameters()) {
            if (info.trainable()) {
                groups.merge(info.group(), info.elements(), Long::sum);
                total += info.elements();
            }
        }
        say("        %,d parameters", total);
        groups.forEach((group, elements) -> say("          %-32s %,12d", group, elements));
    }

    private boolean compareEmbeddings(Model encoder, Path file) {
        TokenBatch batch = tokenizer.encode(
                List.of(
                        "My card has not arrived yet.",
                        "The cash machine swallowed my card!",
                        "How do I get a refund for a payment I did not make?",
                        "Hello."),
                SentenceEncoder.MAX_TOKENS);
        Tensor ours = output(encoder, batch);
        try (OnnxRuntimeModel runtime = OnnxRuntimeModel.open(file)) {
            Tensor theirs = runtime.run(batch.inputs(), SentenceEncoder.TOKEN_EMBEDDINGS);
            double difference = difference(sentences(ours, batch), sentences(theirs, batch));
            say(
                    "2 of 5  embeddings of %d sentences: largest difference to ONNX Runtime %.2e",
                    batch.rows(), difference);
            say(
                    "        before the mean, of %d token vectors: %.2e",
                    batch.rows() * batch.columns(), difference(ours, theirs));
            return require(difference <= EMBEDDING_TOLERANCE, "embeddings differ from ONNX Runtime's");
        }
    }

    /** The mean of each sentence's token vectors, padding left out, scaled to length 1. */
    private static Tensor sentences(Tensor tokens, TokenBatch batch) {
        int columns = batch.columns();
        int width = (int) tokens.size(2);
        Tensor result = Tensor.allocate(DType.DOUBLE, batch.rows(), width);
        for (int row = 0; row < batch.rows(); row++) {
            double squares = 0;
            for (int i = 0; i < width; i++) {
                double sum = 0;
                for (int t = 0; t < columns; t++) {
                    long position = (long) row * columns + t;
                    sum += batch.attentionMask().getLong(position) * tokens.getDouble(position * width + i);
                }
                squares += sum * sum;
                result.setDouble((long) row * width + i, sum);
            }
            for (int i = 0; i < width; i++) {
                long position = (long) row * width + i;
                result.setDouble(position, result.getDouble(position) / Math.sqrt(squares));
            }
        }
        return result;
    }

    private boolean compareExport(Model tuned, FineTuning tuning) {
        Path file = folder.resolve("intents.onnx");
        tuned.save(file);
        double difference = 0;
        int agreed = 0;
        int count = 0;
        try (OnnxRuntimeModel runtime = OnnxRuntimeModel.open(file)) {
            for (IntentBatch batch : tuning.heldOut()) {
                Tensor ours = tuned.predict(batch.tokens().inputs()).get(FineTuning.LOGITS);
                Tensor theirs = runtime.run(batch.tokens().inputs(), FineTuning.LOGITS);
                if (ours != null) {
                    difference = Math.max(difference, difference(ours, theirs));
                }
                agreed += FineTuning.hits(theirs, batch.labels());
                count += batch.tokens().rows();
            }
        }
        say("5 of 5  export: %s, %,d bytes", file.getFileName(), file.toFile().length());
        say(
                "        ONNX Runtime runs it: held-out accuracy %.1f %%, largest difference of logits %.2e",
                100.0 * agreed / count, difference);
        return require(difference <= EXPORT_TOLERANCE, "the exported model differs in ONNX Runtime");
    }

    private static Tensor output(Model encoder, TokenBatch batch) {
        Tensor output = encoder.predict(batch.inputs()).get(SentenceEncoder.TOKEN_EMBEDDINGS);
        if (output == null) {
            throw new DataException("the model has no output " + SentenceEncoder.TOKEN_EMBEDDINGS);
        }
        return output;
    }

    private static double difference(Tensor ours, Tensor theirs) {
        double worst = 0;
        for (long i = 0; i < theirs.elements(); i++) {
            double difference = Math.abs(ours.getDouble(i) - theirs.getDouble(i));
            worst = difference >= 0 ? Math.max(worst, difference) : Double.POSITIVE_INFINITY;
        }
        return worst;
    }

    private boolean require(boolean condition, String complaint) {
        if (!condition) {
            say("FAILED  %s", complaint);
        }
        return condition;
    }

    private double seconds() {
        return (System.nanoTime() - start) * 1e-9;
    }

    private void say(String format, Object... arguments) {
        System.out.printf(
                Locale.ROOT,
                "[%5.1f s] " + format + "%n",
                Stream.concat(Stream.of(seconds()), Stream.of(arguments)).toArray());
    }
}
