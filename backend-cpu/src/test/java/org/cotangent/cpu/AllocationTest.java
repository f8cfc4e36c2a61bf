package org.cotangent.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The compiler keeps vectors in registers only where it inlines all of a loop. Where a method has become too large for
 * that, or hands vectors to another method, each vector becomes an object, and the loop is fifty times slower without
 * being wrong. That shows in what it allocates.
 */
class AllocationTest {

    private static final int FEWEST_LOOPS = 150;

    /** With the widest vectors of this machine, and with at most 256 bits where that can be asked for. */
    @ParameterizedTest
    @ValueSource(strings = {"-XX:UseAVX=3", "-XX:UseAVX=2"})
    void compiledLoopsAllocateNothing(String option) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+IgnoreUnrecognizedVMOptions",
                option,
                "-XX:-BackgroundCompilation",
                "-XX:CompileThresholdScaling=0.1",
                "--add-modules=jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AllocationProbe.class.getName());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> lines;
        try (var reader = process.inputReader(StandardCharsets.UTF_8)) {
            lines = reader.lines().toList();
        }
        assertEquals(0, process.waitFor());
        List<String> allocating = new ArrayList<>();
        for (String line : lines.subList(1, lines.size())) {
            if (!line.endsWith("\t0.0")) {
                allocating.add(line);
            }
        }
        assertTrue(lines.size() > FEWEST_LOOPS, lines.toString());
        assertEquals(List.of(), allocating, lines.getFirst());
    }
}
