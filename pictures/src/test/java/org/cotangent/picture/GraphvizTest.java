package org.cotangent.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Graphviz reads what is written for it, and shows the names as they are. */
class GraphvizTest {
    @TempDir
    private Path folder = Path.of("");

    private String drawn(String dot) throws IOException, InterruptedException {
        boolean installed = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "dot")));
        assumeTrue(installed, "Graphviz is not installed: no DOT is read");
        Path in = Files.writeString(folder.resolve("in.dot"), dot);
        Path out = folder.resolve("out.svg");
        Path messages = folder.resolve("messages");
        int status = new ProcessBuilder("dot", "-Tsvg", "-o", out.toString(), in.toString())
                .redirectErrorStream(true)
                .redirectOutput(messages.toFile())
                .start()
                .waitFor();
        assertEquals(0, status, Files.readString(messages, StandardCharsets.UTF_8));
        assertEquals("", Files.readString(messages, StandardCharsets.UTF_8));
        return Files.readString(out, StandardCharsets.UTF_8);
    }

    static Stream<Picture> pictures() {
        return WritersTest.pictures().stream();
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void everyBoxIsDrawn(Picture picture) throws Exception {
        String svg = drawn(DotWriter.write(picture));
        long nodes = picture.root().groups().filter(Item.Group::isNode).count()
                + picture.root().boxes().count();
        assertEquals(nodes, svg.split("class=\"node\"", -1).length - 1);
        assertEquals(picture.wires().size(), svg.split("class=\"edge\"", -1).length - 1);
        if (picture.title().equals(Samples.HOSTILE)) {
            assertTrue(svg.contains("&gt;&amp;lt;&amp;"), svg);
        }
    }
}
