package org.cotangent.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the Java blocks of the tutorials, those of a page in one session. Where a comment {@code // -> text} follows an
 * expression, its value must read so.
 */
class PagesTest {
    private static final String EXPECTED = "// ->";

    private static final List<String> IMPORTS = List.of(
            "java.util",
            "java.util.function",
            "java.nio.file",
            "org.cotangent.engine",
            "org.cotangent.autograd",
            "org.cotangent.spi",
            "org.cotangent.spi.tensor",
            "org.cotangent.train",
            "org.cotangent.train.layer",
            "org.cotangent.train.loss",
            "org.cotangent.train.optim",
            "org.cotangent.train.schedule",
            "org.cotangent.train.data",
            "org.cotangent.train.metric",
            "org.cotangent.train.checkpoint",
            "org.cotangent.train.tune",
            "org.cotangent.picture");

    /** Java of a page and the line where it begins. */
    private record Block(int line, String source) {}

    @ParameterizedTest
    @ValueSource(strings = {"autograd", "modules", "training", "fine-tuning", "pictures"})
    void theBlocksOfAPageRun(String page) throws IOException {
        Path file = Path.of("..", "docs", page + ".md");
        List<Block> blocks = blocks(Files.readAllLines(file));
        assertFalse(blocks.isEmpty(), file + " has no Java");
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                shell.addToClasspath(entry);
            }
            IMPORTS.forEach(name -> shell.eval("import " + name + ".*;"));
            for (Block block : blocks) {
                run(shell, file, block);
            }
        }
    }

    private static List<Block> blocks(List<String> lines) {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().equals("```java")) {
                int begin = i + 1;
                do {
                    i++;
                } while (!lines.get(i).strip().equals("```"));
                blocks.add(new Block(begin + 1, String.join("\n", lines.subList(begin, i))));
            }
        }
        return blocks;
    }

    private static void run(JShell shell, Path file, Block block) {
        String where = file + ", block at line " + block.line() + ": ";
        StringBuilder pending = new StringBuilder();
        for (String line : block.source().lines().toList()) {
            int comment = line.indexOf(EXPECTED);
            pending.append(comment < 0 ? line : line.substring(0, comment)).append('\n');
            if (comment >= 0) {
                String expected = line.substring(comment + EXPECTED.length()).strip();
                assertEquals(expected, run(shell, where, pending.toString()), where + line.strip());
                pending.setLength(0);
            }
        }
        run(shell, where, pending.toString());
    }

    /** {@return the value of the last expression} */
    private static String run(JShell shell, String where, String source) {
        String value = "";
        String rest = source;
        while (!rest.isBlank()) {
            CompletionInfo snippet = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            if (!snippet.completeness().isComplete()) {
                fail(where + "not complete: " + rest);
            }
            value = value(shell, where + snippet.source(), shell.eval(snippet.source()));
            rest = snippet.remaining();
        }
        return value;
    }

    private static String value(JShell shell, String where, List<SnippetEvent> events) {
        String value = "";
        for (SnippetEvent event : events) {
            boolean overwritten = event.status() == Snippet.Status.OVERWRITTEN;
            if (!overwritten && !event.status().isDefined()) {
                fail(where + "\n" + diagnostics(shell.diagnostics(event.snippet())));
            }
            if (event.exception() != null) {
                fail(where + " throws", event.exception());
            }
            if (event.causeSnippet() == null && event.value() != null) {
                value = event.value();
            }
        }
        return value.startsWith("\"") ? value.substring(1, value.length() - 1) : value;
    }

    private static String diagnostics(Stream<Diag> found) {
        return found.map(diagnostic -> diagnostic.getMessage(Locale.ROOT)).collect(Collectors.joining("\n"));
    }
}
