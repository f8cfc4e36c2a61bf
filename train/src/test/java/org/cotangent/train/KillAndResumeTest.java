package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.train.checkpoint.CheckpointStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that trains is killed at random moments, for real, or finds no room, and is started again until it is done.
 * How many steps a process is left follows a seed; where in the step after them it is killed is up to the system.
 */
class KillAndResumeTest {
    private static final int KILLS = 20;
    private static final int EPOCHS = 24;
    private static final int STEPS = EPOCHS * TinyRun.BATCHES;

    @TempDir
    Path folder;

    private Process start(Path run, int workers) throws IOException {
        return start(command(run, workers));
    }

    private Process start(List<String> command) throws IOException {
        return new ProcessBuilder(command)
                .redirectError(folder.resolve("errors.txt").toFile())
                .start();
    }

    private static List<String> command(Path run, int workers) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xshare:auto",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--add-modules=jdk.incubator.vector",
                "-cp",
                System.getProperty("java.class.path"),
                TinyRun.class.getName(),
                run.toString(),
                Integer.toString(EPOCHS),
                Integer.toString(workers));
    }

    private byte[] result(Path run) throws IOException {
        return Files.readAllBytes(run.resolve("result.safetensors"));
    }

    /** Waits for the end of a run that nobody kills. */
    private void finish(Path run, int workers) throws IOException, InterruptedException {
        Process process = start(run, workers);
        process.getInputStream().readAllBytes();
        assertEquals(0, process.waitFor(), () -> errors());
    }

    private String errors() {
        try {
            return Files.readString(folder.resolve("errors.txt"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** {@return the last step that a run told of before it was killed} */
    private int killed(Path run, int workers, int steps, long micros) throws IOException, InterruptedException {
        Process process = start(run, workers);
        int last = 0;
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (int seen = 0; seen < steps; seen++) {
                String line = lines.readLine();
                if (line == null) {
                    break;
                }
                last = Integer.parseInt(line.substring(5));
            }
            long until = System.nanoTime() + 1000 * micros;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            process.toHandle().destroyForcibly();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                last = line.startsWith("step ") && line.length() > 5 ? Integer.parseInt(line.substring(5)) : last;
            }
        }
        assertTrue(process.waitFor() != 0, () -> "the run ended before it was killed: " + errors());
        return last;
    }

    @Test
    void aRunThatIsKilledAgainAndAgainEndsLikeOneThatIsNot() throws IOException, InterruptedException {
        Path whole = Files.createDirectory(folder.resolve("whole"));
        finish(whole, 1);
        byte[] expected = result(whole);

        SplittableRandom random = new SplittableRandom(20);
        Path broken = Files.createDirectory(folder.resolve("broken"));
        List<Integer> moments = new ArrayList<>();
        for (int kill = 0; kill < KILLS; kill++) {
            moments.add(killed(broken, random.nextInt(4), 1 + random.nextInt(12), random.nextLong(6000)));
        }
        finish(broken, 1);
        String run = "killed after the steps " + moments;
        System.out.println("kill and resume: " + run);
        assertArrayEquals(expected, result(broken), run);
        assertTrue(moments.getLast() < STEPS && moments.getLast() > moments.getFirst(), run);
    }

    /** A limit to the size of files stands for the end of the disk: the system refuses to write on. */
    @Test
    void aRunThatFindsNoRoomEndsWithAnErrorAndCanGoOn() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/bin/sh")), "there is no shell to limit the size of files with");
        Path run = Files.createDirectory(folder.resolve("run"));
        killed(run, 1, 8, 0);
        CheckpointStore store = new CheckpointStore(run.resolve("checkpoints"), 2);
        long before = store.latest().orElseThrow().step();

        List<String> limited = new ArrayList<>(List.of("/bin/sh", "-c", "ulimit -f 1 && exec \"$@\"", "sh"));
        limited.addAll(command(run, 1));
        limited.add(5, "-XX:-UsePerfData");
        Process full = start(limited);
        full.getInputStream().readAllBytes();
        assertNotEquals(0, full.waitFor());
        assertTrue(errors().contains("cannot be saved; the earlier ones are untouched"), errors());
        assertEquals(before, store.latest().orElseThrow().step());

        finish(run, 1);
        assertEquals(STEPS, store.latest().orElseThrow().step());
    }
}
