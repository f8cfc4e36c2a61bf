package org.cotangent.bench.suite;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.CotangentException;

/**
 * A process that runs one side of one workload and prints the milliseconds from its start to the first result, and the
 * kilobytes of the most memory that it held.
 */
public final class Probe {
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int RUNS = 5;

    /** What a process runs. */
    enum Part {
        OURS,
        THEIRS,
        OUR_LIBRARY,
        THEIR_LIBRARY
    }

    /**
     * What a process printed.
     *
     * @param kilobytes NaN where the system does not tell
     */
    record Finding(double milliseconds, double kilobytes) {
        static Finding parse(String line) {
            String[] words = line.split(" ");
            return new Finding(Double.parseDouble(words[1]), Double.parseDouble(words[2]));
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "probe %.1f %.0f", milliseconds, kilobytes);
        }
    }

    private Probe() {}

    /** Arguments: part, workload, threads, scratch folder, and the folder of models if there is one. */
    public static void main(String[] arguments) throws IOException {
        Part part = Part.valueOf(arguments[0]);
        int threads = Integer.parseInt(arguments[2]);
        Path models = arguments.length > 4 ? Path.of(arguments[4]) : null;
        System.setProperty("cotangent.threads", arguments[2]);
        Workload workload = Catalogue.matching(Pattern.compile("^" + Pattern.quote(arguments[1]) + "$")).stream()
                .findFirst()
                .orElseThrow(() -> new CotangentException("there is no workload " + arguments[1]));
        Setting setting = new Setting(Cotangent::load, threads, models, Path.of(arguments[3]));
        double milliseconds = switch (part) {
            case OURS -> run(workload.ours(setting));
            case THEIRS -> run(workload.theirs(setting));
            case OUR_LIBRARY -> run(SmallGraphs.library().ours(setting));
            case THEIR_LIBRARY -> {
                workload.loadPeer();
                yield Double.NaN;
            }
        };
        System.out.println(new Finding(milliseconds, peak()));
        System.exit(0);
    }

    private static double run(Side opened) {
        try (Side side = opened) {
            System.gc();
            side.run();
            double first = System.currentTimeMillis()
                    - (double) ManagementFactory.getRuntimeMXBean().getStartTime();
            for (int i = 1; i < RUNS; i++) {
                side.run();
            }
            return first;
        }
    }

    private static double peak() throws IOException {
        if (!Files.isReadable(STATUS)) {
            return Double.NaN;
        }
        List<String> lines = Files.readAllLines(STATUS);
        return lines.stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
                .findFirst()
                .orElse(Double.NaN);
    }
}
