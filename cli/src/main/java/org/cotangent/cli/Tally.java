package org.cotangent.cli;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects verdicts, prints those that are not plain passes, and closes with the counts. */
final class Tally {
    private final List<Verdict> verdicts = new ArrayList<>();
    private final PrintWriter out;

    Tally(PrintWriter out) {
        this.out = out;
    }

    void add(Verdict verdict) {
        verdicts.add(verdict);
        if (verdict.outcome() != Verdict.Outcome.PASSED || !verdict.reason().isEmpty()) {
            out.println(verdict.outcome() + " " + verdict.name() + ": " + verdict.reason());
            out.flush();
        }
    }

    ConformanceFigures figures() {
        return ConformanceFigures.of(verdicts);
    }

    private long count(Verdict.Outcome outcome) {
        return verdicts.stream().filter(v -> v.outcome() == outcome).count();
    }

    /** Prints the closing line and writes the report; {@return the exit status} */
    int close(@Nullable Path report) throws IOException {
        out.println(count(Verdict.Outcome.PASSED) + " passed, " + count(Verdict.Outcome.FAILED) + " failed, "
                + count(Verdict.Outcome.UNSUPPORTED) + " unsupported");
        out.flush();
        if (report != null) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("passed", count(Verdict.Outcome.PASSED));
            json.put("failed", count(Verdict.Outcome.FAILED));
            json.put("unsupported", count(Verdict.Outcome.UNSUPPORTED));
            json.put("cases", verdicts);
            Files.writeString(
                    report, new GsonBuilder().setPrettyPrinting().create().toJson(json));
        }
        return count(Verdict.Outcome.FAILED) == 0 ? 0 : 1;
    }
}
