package org.cotangent.bench.suite;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.spi.CotangentException;

/**
 * Runs of this program in processes of their own, since the number of compute threads is fixed for a process, and so is
 * what its environment says of them.
 */
final class ThreadedRuns {
    private ThreadedRuns() {}

    /** {@return the report of a process with these arguments} What it prints appears here. */
    static Report run(Path scratch, Map<String, String> environment, Class<?> main, List<String> arguments) {
        try {
            Path json = Files.createTempFile(scratch, "results", ".json");
            List<String> all = new ArrayList<>(arguments);
            all.addAll(List.of("--json", json.toString()));
            int status = process(List.of(), environment, main.getName(), all)
                    .inheritIO()
                    .start()
                    .waitFor();
            if (Files.size(json) == 0) {
                throw new CotangentException("a process of the suite ended with status " + status + " and no results");
            }
            return ResultsJson.read(Files.readString(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CotangentException("interrupted", e);
        }
    }

    /**
     * {@return a process of Java, with the options and the environment of this one and others}
     *
     * <p>The class path goes through the environment: native code of ONNX Runtime overflows on long command lines.
     */
    static ProcessBuilder process(
            List<String> options, Map<String, String> environment, String main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(options);
        command.add(main);
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        return builder;
    }
}
