package org.cotangent.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The folder of official test data that the system property {@code cotangent.shared} names; tests skip without it. */
final class SharedData {
    private SharedData() {}

    static Path folder() {
        String folder = System.getProperty("cotangent.shared", "");
        Assumptions.assumeFalse(folder.isEmpty(), "needs -Dcotangent.shared=<folder with onnx-backend-tests>");
        return Path.of(folder);
    }

    /** All files of this name, sorted. */
    static List<Path> files(String name) throws IOException {
        try (Stream<Path> paths = Files.walk(folder())) {
            return paths.filter(path -> path.getFileName().toString().equals(name))
                    .sorted()
                    .toList();
        }
    }
}
