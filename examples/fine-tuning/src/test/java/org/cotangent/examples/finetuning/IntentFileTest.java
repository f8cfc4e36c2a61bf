package org.cotangent.examples.finetuning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotangent.examples.finetuning.IntentExample.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntentFileTest {
    private static final String HEADING = "split\tintent\tfamily\tsentence\n";

    @TempDir
    Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("data.tsv"), content);
    }

    private String refusal(String content) throws IOException {
        Path file = file(content);
        return assertThrows(DataException.class, () -> IntentFile.read(file)).toString();
    }

    @Test
    void readsExamplesInOrderOfTheFile() throws IOException {
        IntentDataset data = IntentFile.read(
                file(HEADING + "train\tb\tplain\tone\nheld-out\ta\tchat\ttwo\ntrain\ta\tplain\tthree\n"));
        assertEquals(List.of("a", "b"), data.intents());
        assertEquals(
                List.of(
                        new IntentExample(Split.TRAIN, "b", "plain", "one"),
                        new IntentExample(Split.TRAIN, "a", "plain", "three")),
                data.examples(Split.TRAIN));
        assertEquals(List.of(new IntentExample(Split.HELD_OUT, "a", "chat", "two")), data.examples(Split.HELD_OUT));
    }

    @Test
    void reportsEveryFaultWithItsLine() throws IOException {
        String message = refusal(HEADING + """
                train\ta\tplain\tone
                train\ta\tplain
                test\ta\tplain\ttwo
                train\t \tplain\tthree
                train\ta\tplain\tone
                held-out\ta\tplain\tfour
                """);
        List<String> lines = message.lines().toList();
        assertEquals(5, lines.size(), message);
        assertTrue(lines.get(0).contains("data.tsv:3: 4 cells wanted"), message);
        assertTrue(lines.get(1).contains("data.tsv:4: split must be train or held-out, not \"test\""), message);
        assertTrue(lines.get(2).contains("data.tsv:5: an empty cell"), message);
        assertTrue(lines.get(3).contains("data.tsv:6: the same sentence is in line 2"), message);
        assertTrue(lines.get(4).contains("data.tsv:7: family \"plain\" is in both splits"), message);
    }

    @Test
    void longReportsAreCutWithACount() throws IOException {
        String message = refusal(HEADING + "wrong\n".repeat(23));
        assertTrue(message.endsWith("... and 3 more"), message);
    }

    @Test
    void headingAndExamplesAreRequired() throws IOException {
        assertTrue(refusal("train\ta\tplain\tone\n").contains("data.tsv:1: the heading must be"));
        assertTrue(refusal(HEADING).contains("no examples"));
        assertTrue(refusal("").contains("no examples"));
    }

    @Test
    void unreadableFilesAreNamed() throws IOException {
        Path absent = folder.resolve("absent.tsv");
        assertTrue(assertThrows(DataException.class, () -> IntentFile.read(absent))
                .toString()
                .contains("absent.tsv"));
        Path latin = Files.write(folder.resolve("latin.tsv"), "caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
        assertTrue(assertThrows(DataException.class, () -> IntentFile.read(latin))
                .toString()
                .contains("UTF-8"));
    }
}
