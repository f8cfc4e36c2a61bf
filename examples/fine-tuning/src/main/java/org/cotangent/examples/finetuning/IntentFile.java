package org.cotangent.examples.finetuning;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.examples.finetuning.IntentExample.Split;

/**
 * The file format of an {@link IntentDataset}: UTF-8, tab-separated, one example per line under the heading
 * {@code split intent family sentence}; split is {@code train} or {@code held-out}.
 */
public final class IntentFile {
    private static final List<String> HEADING = List.of("split", "intent", "family", "sentence");
    private static final int REPORTED = 20;

    private final String name;
    private final List<IntentExample> examples = new ArrayList<>();
    private final Map<String, Integer> lineOfSentence = new HashMap<>();
    private final Map<String, Split> splitOfFamily = new HashMap<>();
    private final List<String> problems = new ArrayList<>();

    private IntentFile(String name) {
        this.name = name;
    }

    /** The data set that comes with the demo: support requests about bank cards. */
    public static IntentDataset bundled() {
        String name = "intents.tsv";
        try (InputStream stream = IntentFile.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new DataException(name + " is missing from the jar of " + IntentFile.class.getName());
            }
            return parse(
                    new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .toList(),
                    name);
        } catch (IOException e) {
            throw new DataException(name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Reads a file.
     *
     * @throws DataException if it cannot be read, or naming every line at fault
     */
    public static IntentDataset read(Path file) {
        try {
            return parse(Files.readAllLines(file), file.toString());
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read as UTF-8 text: " + e, e);
        }
    }

    private static IntentDataset parse(List<String> lines, String name) {
        IntentFile file = new IntentFile(name);
        for (int i = 0; i < lines.size(); i++) {
            file.accept(i + 1, List.of(lines.get(i).split("\t", -1)));
        }
        return file.dataset();
    }

    private void accept(int line, List<String> cells) {
        if (line == 1) {
            check(cells.equals(HEADING), line, "the heading must be " + HEADING + ", separated by tabs, not " + cells);
        } else if (cells.size() != HEADING.size()) {
            check(false, line, HEADING.size() + " cells wanted, separated by tabs, but there are " + cells.size());
        } else if (cells.stream().anyMatch(String::isBlank)) {
            check(false, line, "an empty cell in " + cells);
        } else {
            switch (cells.getFirst()) {
                case "train" -> add(line, Split.TRAIN, cells);
                case "held-out" -> add(line, Split.HELD_OUT, cells);
                default -> check(false, line, "split must be train or held-out, not \"" + cells.getFirst() + "\"");
            }
        }
    }

    private void add(int line, Split split, List<String> cells) {
        IntentExample example = new IntentExample(split, cells.get(1), cells.get(2), cells.get(3));
        Integer before = lineOfSentence.putIfAbsent(example.sentence(), line);
        check(before == null, line, "the same sentence is in line " + before);
        Split home = splitOfFamily.getOrDefault(example.family(), split);
        check(home == split, line, "family \"" + example.family() + "\" is in both splits; held-out families are new");
        splitOfFamily.put(example.family(), split);
        examples.add(example);
    }

    private void check(boolean holds, int line, String problem) {
        if (!holds) {
            problems.add(name + ":" + line + ": " + problem);
        }
    }

    private IntentDataset dataset() {
        if (problems.isEmpty() && examples.isEmpty()) {
            problems.add(name + ": no examples");
        }
        if (!problems.isEmpty()) {
            String more = problems.size() > REPORTED ? "\n... and " + (problems.size() - REPORTED) + " more" : "";
            throw new DataException(String.join("\n", problems.subList(0, Math.min(REPORTED, problems.size()))) + more);
        }
        return new IntentDataset(examples);
    }
}
