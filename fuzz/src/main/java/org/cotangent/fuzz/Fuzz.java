package org.cotangent.fuzz;

import com.code_intelligence.jazzer.Jazzer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cotangent.engine.Cotangent;

/** The command {@code fuzz [SECONDS] [FOLDER]}. */
public final class Fuzz {
    private static final String USUAL_SECONDS = "600";
    private static final String LONGEST_CALL_SECONDS = "20";
    private static final int LONGEST_FILE = 8192;

    private Fuzz() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        String seconds = arguments.length > 0 ? arguments[0] : USUAL_SECONDS;
        if (arguments.length > 2 || !seconds.matches("[1-9][0-9]*")) {
            System.err.println("usage: fuzz [SECONDS] [FOLDER]: searches for so long (" + USUAL_SECONDS
                    + " s); files that broke something are written to the current folder, what was reached is kept in"
                    + " FOLDER");
            System.exit(2);
        }
        Path found = arguments.length > 1
                ? Files.createDirectories(Path.of(arguments[1]))
                : Files.createTempDirectory("fuzz-corpus");
        Path seeds = Files.createTempDirectory("fuzz-seeds");
        System.out.println(Seeds.write(Cotangent.load("portable"), seeds) + " files to begin with");
        Jazzer.main(new String[] {
            "--target_class=" + ModelFuzz.class.getName(),
            "--instrumentation_includes=org.cotangent.**",
            "-max_total_time=" + seconds,
            "-timeout=" + LONGEST_CALL_SECONDS,
            "-max_len=" + LONGEST_FILE,
            "-rss_limit_mb=0",
            found.toString(),
            seeds.toString()
        });
    }
}
