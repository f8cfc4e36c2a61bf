package org.cotangent.bench.suite;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cotangent.bench.Timing;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Fallback;
import org.cotangent.spi.CotangentException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Times our workloads on a device beside the backend cpu, in turn. */
@Command(
        name = "bench-device",
        mixinStandardHelpOptions = true,
        description = "Time workloads on a device beside the backend cpu.")
public final class DeviceBench implements Callable<Integer> {
    @Option(names = "--backend", defaultValue = "opencl", description = "The backend of the device (opencl).")
    private String backend = "opencl";

    @Option(
            names = "--only",
            paramLabel = "REGEX",
            defaultValue = "^(product-1024|minilm-8x128|train-lenet-64)$",
            description = "Workloads whose names match (${DEFAULT-VALUE}).")
    private Pattern only = Pattern.compile(".");

    @Option(
            names = "--threads",
            defaultValue = "2",
            description = "Threads of the backend cpu (2). PoCL takes its number from POCL_MAX_PTHREAD_COUNT.")
    private int threads = 2;

    @Option(names = "--runs", defaultValue = "15", description = "Timed runs of each (15).")
    private int runs = 15;

    @Option(names = "--models", paramLabel = "DIR", description = "Folder of models, as for bench-suite.")
    private @Nullable Path models;

    @Option(names = "--profile", description = "Also print what the kernels of the device cost.")
    private boolean profile;

    @Option(names = "--on-fallback", description = "What the device has no kernel for: allow, warn, or fail (default).")
    private Fallback fallback = Fallback.FAIL;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    private DeviceBench() {}

    public static void main(String[] arguments) {
        CommandLine line = new CommandLine(new DeviceBench());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler((e, command, parsed) -> {
            command.getErr().println("error: " + (e instanceof CotangentException ? e.getMessage() : e.toString()));
            return 2;
        });
        System.exit(line.execute(arguments));
    }

    /** What came of a workload, in milliseconds. */
    private record Row(String workload, Timing cpu, Timing device, double ratio, double difference) {}

    @Override
    public Integer call() throws IOException {
        System.setProperty("cotangent.threads", Integer.toString(threads));
        Path scratch = Files.createTempDirectory("cotangent-device");
        List<Row> rows = new ArrayList<>();
        boolean good = true;
        try {
            Setting cpu = new Setting(Cotangent.load(), threads, models, scratch);
            Setting device = new Setting(Cotangent.load(backend).withFallback(fallback), threads, models, scratch);
            List<Workload> workloads = Stream.concat(
                            Stream.of(new SquareProduct(512), new SquareProduct(1024)),
                            Catalogue.matching(only).stream())
                    .filter(workload -> only.matcher(workload.name()).find())
                    .toList();
            for (Workload workload : workloads) {
                Row row = row(workload, cpu, device);
                rows.add(row);
                good &= row.difference <= workload.tolerance();
            }
        } finally {
            try (Stream<Path> files = Files.walk(scratch)) {
                files.sorted(Comparator.reverseOrder())
                        .forEach(file -> file.toFile().delete());
            }
        }
        if (json) {
            Map<String, Object> figures = new LinkedHashMap<>();
            rows.forEach(row -> figures.put(row.workload, row));
            System.out.println(new GsonBuilder()
                    .serializeSpecialFloatingPointValues()
                    .setPrettyPrinting()
                    .create()
                    .toJson(figures));
        }
        return good ? 0 : 1;
    }

    private Row row(Workload workload, Setting cpu, Setting device) {
        try (Side ours = workload.ours(cpu);
                Side theirs = workload.ours(device)) {
            double difference = workload.difference(theirs.results(), ours.results());
            List<Timing> timings = Timing.of(runs, List.of(ours::run, theirs::run));
            Timing host = timings.getFirst();
            Timing there = timings.getLast();
            Row row = new Row(workload.name(), host, there, there.median() / host.median(), difference);
            if (!json) {
                System.out.printf(
                        Locale.ROOT,
                        "%-24s cpu %9.3f ms (%.3f to %.3f)  %s %9.3f ms (%.3f to %.3f)  ratio %.2f  difference %.1e%n",
                        row.workload,
                        host.median(),
                        host.low(),
                        host.high(),
                        backend,
                        there.median(),
                        there.low(),
                        there.high(),
                        row.ratio,
                        difference);
            }
            if (profile) {
                theirs.profile().ifPresent(costs -> {
                    theirs.run();
                    costs.kinds().stream().limit(20).forEach(System.out::println);
                });
            }
            return row;
        }
    }
}
