package org.cotangent.onnx;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;

/** The tables that come with this package. */
final class ResourceLines {
    private ResourceLines() {}

    /** Hands on the fields of each line of a resource, which spaces separate. */
    static void read(String name, Consumer<String[]> reader) {
        try (InputStream resource = Objects.requireNonNull(ResourceLines.class.getResourceAsStream(name), name);
                BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
            lines.lines().forEach(line -> reader.accept(line.split(" ")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
