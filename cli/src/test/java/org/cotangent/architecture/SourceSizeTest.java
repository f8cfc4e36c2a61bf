package org.cotangent.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One thing, one file: sources stay small enough to be read in one sitting. */
class SourceSizeTest {
    private static final long LONGEST = 400;
    private static final long MEDIAN = 120;

    private static Map<Path, Long> lines() throws IOException {
        Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
        Path repository = Objects.requireNonNull(module.getParent(), "the module lies in the repository");
        Path sources = Path.of("src", "main", "java");
        Map<Path, Long> lines = new TreeMap<>();
        for (Path part : modules(repository)) {
            if (Files.isDirectory(part.resolve(sources))) {
                try (Stream<Path> files = Files.walk(part.resolve(sources))) {
                    files.filter(file -> file.toString().endsWith(".java"))
                            .forEach(file -> lines.put(repository.relativize(file), count(file)));
                }
            }
        }
        return lines;
    }

    private static List<Path> modules(Path repository) throws IOException {
        try (Stream<Path> top = Files.list(repository);
                Stream<Path> examples = Files.list(repository.resolve("examples"))) {
            return Stream.concat(top, examples).toList();
        }
    }

    private static long count(Path file) {
        try (Stream<String> text = Files.lines(file)) {
            return text.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void noFileIsTooLong() throws IOException {
        Map<Path, Long> tooLong = new TreeMap<>(lines());
        tooLong.values().removeIf(count -> count <= LONGEST);
        assertEquals(Map.of(), tooLong);
    }

    @Test
    void mostFilesAreShort() throws IOException {
        List<Long> counts = lines().values().stream().sorted().toList();
        assertTrue(counts.size() > 300, "only " + counts.size() + " sources were found");
        long median = counts.get(counts.size() / 2);
        assertTrue(median <= MEDIAN, "the median has " + median + " lines, more than " + MEDIAN);
    }
}
