package org.cotangent.bench.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.cotangent.spi.CotangentException;

/** Memory and start-up, each found by processes of their own. */
record Probing(Setting setting, int runs) {
    private static final double MEGABYTE = 1024;
    /**
     * The heap is the same for both sides, and no larger than it must be: tensors are not on it. What is young and dead
     * is collected soon, since otherwise all of a larger young generation would count.
     */
    private static final List<String> SMALL_HEAP = List.of("-Xms16m", "-Xmn12m", "-Xmx512m", "-XX:+UseSerialGC");

    /** {@return the most memory held during some runs, beyond that of a process that has loaded the library alone} */
    Figure memory(Workload workload) {
        prepare(workload);
        double ours = kilobytes(workload, Probe.Part.OURS) - kilobytes(workload, Probe.Part.OUR_LIBRARY);
        double theirs = kilobytes(workload, Probe.Part.THEIRS) - kilobytes(workload, Probe.Part.THEIR_LIBRARY);
        return new Figure("memory", workload.name(), setting.threads(), "MB", ours / MEGABYTE, theirs / MEGABYTE);
    }

    /** {@return the time from the start of a process to its first result} */
    Figure firstResult(Workload workload) {
        prepare(workload);
        return new Figure(
                "first result",
                workload.name(),
                setting.threads(),
                "ms",
                median(workload, Probe.Part.OURS, Probe.Finding::milliseconds),
                median(workload, Probe.Part.THEIRS, Probe.Finding::milliseconds));
    }

    /** Has the model's file written, so that no process that is measured has to. */
    private void prepare(Workload workload) {
        if (workload instanceof InferenceWorkload inference) {
            inference.file().in(setting);
        }
    }

    private double kilobytes(Workload workload, Probe.Part part) {
        return median(workload, part, Probe.Finding::kilobytes);
    }

    private double median(Workload workload, Probe.Part part, ToDoubleFunction<Probe.Finding> of) {
        double[] values = new double[runs];
        for (int i = 0; i < runs; i++) {
            values[i] = of.applyAsDouble(find(workload, part));
        }
        Arrays.sort(values);
        return values[runs / 2];
    }

    private Probe.Finding find(Workload workload, Probe.Part part) {
        List<String> arguments = new ArrayList<>(List.of(
                part.name(),
                workload.name(),
                Integer.toString(setting.threads()),
                setting.scratch().toString()));
        if (setting.models() != null) {
            arguments.add(setting.models().toString());
        }
        String output = output(
                ThreadedRuns.process(SMALL_HEAP, workload.kind().environment(), Probe.class.getName(), arguments));
        return output.lines()
                .filter(line -> line.startsWith("probe "))
                .findFirst()
                .map(Probe.Finding::parse)
                .orElseThrow(
                        () -> new CotangentException(part + " of " + workload.name() + " found nothing: " + output));
    }

    /** {@return what a process prints until it ends} */
    static String output(ProcessBuilder builder) {
        try {
            Process process = builder.redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return output;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CotangentException("interrupted", e);
        }
    }
}
