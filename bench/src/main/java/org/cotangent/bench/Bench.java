package org.cotangent.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Profile;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.Model;
import org.cotangent.train.ParameterInfo;
import org.cotangent.train.Training;
import org.cotangent.train.TrainingStep;
import org.cotangent.train.loss.MeanSquaredError;
import org.cotangent.train.optim.AdamW;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Times a model here and in ONNX Runtime: same inputs, same threads, results compared before timing. */
@Command(name = "bench", mixinStandardHelpOptions = true, description = "Time a model beside ONNX Runtime.")
public final class Bench implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
    private Path file = Path.of("");

    @Option(
            names = "--shape",
            paramLabel = "NAME=1x3x224x224",
            description = "Sizes of an input that are not in the file.")
    private Map<String, String> shapes = new HashMap<>();

    @Option(names = "--threads", paramLabel = "N", description = "Compute threads of both (default: all processors).")
    private int threads = Runtime.getRuntime().availableProcessors();

    @Option(names = "--runs", paramLabel = "N", description = "Timed runs (default 30).")
    private int runs = 30;

    @Option(names = "--train", description = "Also time a training step (AdamW) of all parameters.")
    private boolean train;

    @Option(names = "--profile", description = "Also print what operators and kernels cost.")
    private boolean profile;

    @Option(
            names = "--trace",
            paramLabel = "FILE",
            description =
                    "Write an average run, with --train a training step, as trace events, which chrome://tracing and"
                            + " Perfetto draw.")
    private @Nullable Path trace;

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private Bench() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new Bench());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("error: " + (e instanceof CotangentException ? e.getMessage() : e.toString()));
            return 2;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() {
        if (!Files.isRegularFile(file)) {
            throw new ModelException("'" + file + "' is no file");
        }
        System.setProperty("cotangent.threads", Integer.toString(threads));
        Map<String, Object> figures = new LinkedHashMap<>();
        Cotangent cotangent = engine.load();
        try (Model model = Model.open(cotangent, file)) {
            Map<String, long[]> sizes = new HashMap<>();
            shapes.forEach((name, text) -> sizes.put(name, parse(text)));
            Workload work = new Workload(file.getFileName().toString(), file, Workload.inputs(model.graph(), sizes));
            measure(cotangent, model, work, figures);
        }
        print(figures);
        return 0;
    }

    private static long[] parse(String text) {
        try {
            return Stream.of(text.split("x")).mapToLong(Long::parseLong).toArray();
        } catch (NumberFormatException e) {
            throw new CotangentException("'" + text + "' is not a shape; write 1x3x224x224", e);
        }
    }

    private void measure(Cotangent cotangent, Model model, Workload work, Map<String, Object> figures) {
        Map<String, TensorType> types = new LinkedHashMap<>();
        work.inputs().forEach((name, tensor) -> types.put(name, tensor.type()));
        try (OrtPeer peer = new OrtPeer(file, threads, Map.of());
                Session session = cotangent.plan(model.graph(), types).newSession();
                Training training = train ? model.train(recipe(model)) : null) {
            peer.bind(work.inputs());
            Map<String, Tensor> outputs = new LinkedHashMap<>(session.run(work.inputs()));
            figures.put("model", work.name());
            figures.put("threads", threads);
            figures.put("difference", Difference.of(outputs, peer.outputs()));
            Map<String, Tensor> batch = new HashMap<>(work.inputs());
            Runnable forward = () -> session.run(work.inputs(), outputs);
            List<Runnable> works = new ArrayList<>(List.of(forward, peer::run));
            if (training != null) {
                batch.put(TrainingStep.TARGETS, targets(model, work));
                works.add(() -> training.step(1e-6, batch));
            }
            List<Timing> timings = Timing.of(runs, works);
            figures.put("cotangent_ms", timings.get(0));
            figures.put("onnxruntime_ms", timings.get(1));
            figures.put("ratio", timings.get(0).median() / timings.get(1).median());
            figures.put("arena_bytes", session.arenaBytes());
            profile("forward", session.profile(), forward);
            if (training != null) {
                figures.put("training_step_ms", timings.get(2));
                figures.put(
                        "training_step_per_forward",
                        timings.get(2).median() / timings.get(0).median());
                profile("training step", training.planned(batch).profile(), works.getLast());
            }
        }
    }

    private static TrainingStep.Recipe recipe(Model model) {
        List<String> trainable = model.parameters().stream()
                .filter(ParameterInfo::trainable)
                .map(ParameterInfo::name)
                .toList();
        String output = model.graph().outputs().firstEntry().getKey();
        return new TrainingStep.Recipe(output, new MeanSquaredError(), AdamW.decaying(0.01), null, trainable);
    }

    private static Tensor targets(Model model, Workload work) {
        String output = model.graph().outputs().firstEntry().getKey();
        Tensor like = model.predict(work.inputs()).get(output);
        if (like == null) {
            throw new CotangentException("the model gives no output '" + output + "'");
        }
        return Tensor.allocate(like.type());
    }

    private void profile(String what, Profile measured, Runnable work) {
        if (profile || trace != null) {
            for (int i = 0; i < runs; i++) {
                work.run();
            }
        }
        if (profile) {
            System.out.println(what + ", by kind:");
            measured.kinds().forEach(System.out::println);
        }
        if (trace != null) {
            try {
                Files.writeString(trace, measured.trace());
            } catch (IOException e) {
                throw new CotangentException("'" + trace + "' cannot be written: " + e, e);
            }
        }
    }

    private void print(Map<String, Object> figures) {
        if (json) {
            List<String> entries = new ArrayList<>();
            figures.forEach((name, value) -> entries.add("\"" + name + "\": "
                    + switch (value) {
                        case Timing t ->
                            String.format(
                                    Locale.ROOT,
                                    "{\"median\": %.4f, \"low\": %.4f, \"high\": %.4f}",
                                    t.median(),
                                    t.low(),
                                    t.high());
                        case String text -> "\"" + text + "\"";
                        default -> value.toString();
                    }));
            System.out.println("{" + String.join(", ", entries) + "}");
            return;
        }
        figures.forEach((name, value) -> System.out.println(name + ": "
                + switch (value) {
                    case Timing t -> String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", t.median(), t.low(), t.high());
                    case Double number -> String.format(Locale.ROOT, "%.3g", number);
                    default -> value.toString();
                }));
    }
}
