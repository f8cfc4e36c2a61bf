package org.cotangent.bench.suite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cotangent.bench.EngineOptions;
import org.cotangent.spi.CotangentException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the suite: every workload here and in its peer, compared, timed in turns, and put into a table. */
@Command(
        name = "bench-suite",
        mixinStandardHelpOptions = true,
        description = "Time workloads beside ONNX Runtime and PyTorch; results are compared first.")
public final class SuiteBench implements Callable<Integer> {
    private static final long WARM_UP = 2_000_000_000;

    @Option(names = "--only", paramLabel = "REGEX", description = "Workloads whose name this is found in.")
    private Pattern only = Pattern.compile("");

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            description = "Compute threads of both; 1,2 runs one after the other (default: all processors).")
    private List<Integer> threads = List.of(Runtime.getRuntime().availableProcessors());

    @Option(names = "--runs", paramLabel = "N", description = "Timed turns of each side (default 15).")
    private int runs = 15;

    @Option(
            names = "--models",
            paramLabel = "DIR",
            description = "Folder of models: all-minilm-l6-v2.onnx, light/test_light_NAME/model.onnx.")
    private @Nullable Path models;

    @Option(names = "--profile", description = "Also print what our kernels cost.")
    private boolean profile;

    @Mixin
    private Extras extras = new Extras();

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(names = "--json", paramLabel = "FILE", description = "Write all numbers and the machine as JSON.")
    private @Nullable Path json;

    @Option(names = "--markdown", paramLabel = "FILE", description = "Write the table in Markdown.")
    private @Nullable Path markdown;

    @Option(names = "--kind", hidden = true, description = "Only workloads of this kind, timed in this process.")
    private @Nullable Kind kind;

    private SuiteBench() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new SuiteBench());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("error: " + (e instanceof CotangentException ? e.getMessage() : e.toString()));
            return 2;
        });
        System.exit(line.execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        Path scratch = Files.createTempDirectory("cotangent-suite");
        Report report;
        try {
            boolean here = kind != null || (extras.any() && threads.size() == 1);
            report = here ? measured(threads.getFirst(), scratch) : ofProcesses(scratch);
        } finally {
            delete(scratch);
        }
        ResultTable table = new ResultTable(report);
        System.out.println();
        table.columns().forEach(System.out::println);
        if (json != null) {
            Files.writeString(json, ResultsJson.write(Machine.facts(engine.chosen()), report));
        }
        if (markdown != null) {
            Files.write(markdown, table.markdown());
        }
        return report.hasErrors() ? 1 : 0;
    }

    private Report measured(int count, Path scratch) {
        System.setProperty("cotangent.threads", Integer.toString(count));
        Setting setting = new Setting(engine.load(), count, models, scratch);
        Runner runner = new Runner(setting, runs, WARM_UP, profile);
        List<Workload> workloads = Catalogue.matching(only);
        return extras.any()
                ? new Report(List.of(), extras.figures(runner, workloads))
                : new Report(timed(runner, ofKind(workloads)), List.of());
    }

    private List<Workload> ofKind(List<Workload> workloads) {
        return workloads.stream().filter(workload -> workload.kind() == kind).toList();
    }

    private static List<Result> timed(Runner runner, List<Workload> workloads) {
        List<Result> results = new ArrayList<>();
        for (Workload workload : workloads) {
            Result result = runner.run(workload);
            System.out.println(ResultTable.line(result));
            if (result.outcome() instanceof Outcome.Measured measured) {
                measured.profile().forEach(System.out::println);
            }
            results.add(result);
        }
        return results;
    }

    private Report ofProcesses(Path scratch) {
        List<Report> parts = new ArrayList<>();
        for (int count : threads) {
            List<String> arguments = arguments(count);
            if (extras.any()) {
                parts.add(ThreadedRuns.run(scratch, Map.of(), SuiteBench.class, arguments));
                continue;
            }
            for (Kind each : kinds()) {
                List<String> ofKind = new ArrayList<>(arguments);
                ofKind.addAll(List.of("--kind", each.name()));
                parts.add(ThreadedRuns.run(scratch, each.environment(), SuiteBench.class, ofKind));
            }
        }
        return Report.of(parts);
    }

    private List<Kind> kinds() {
        return Catalogue.matching(only).stream().map(Workload::kind).distinct().toList();
    }

    private List<String> arguments(int count) {
        List<String> arguments = new ArrayList<>(List.of("--threads", Integer.toString(count)));
        arguments.addAll(List.of("--runs", Integer.toString(runs), "--only", only.pattern()));
        arguments.addAll(List.of("--precision", engine.chosen().name()));
        if (models != null) {
            arguments.addAll(List.of("--models", models.toString()));
        }
        if (profile) {
            arguments.add("--profile");
        }
        arguments.addAll(extras.arguments());
        return arguments;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
