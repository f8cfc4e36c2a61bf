package org.cotangent.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.cotangent.engine.Cotangent;
import org.cotangent.onnx.ImportedModel;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.CotangentException;

/**
 * What the fuzzer calls with bytes of its own: they are read as a model, imported, and its shapes and constants are
 * computed. Whatever the bytes are, that succeeds or ends in a {@link CotangentException}; everything else is a
 * finding.
 */
public final class ModelFuzz {
    private static final Cotangent COTANGENT = Cotangent.load("portable");
    private static final Path FILE = temporary();

    private ModelFuzz() {}

    private static Path temporary() {
        try {
            Path file = Files.createTempFile("fuzz", ".onnx");
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The name is Jazzer's. */
    public static void fuzzerTestOneInput(byte[] data) throws IOException {
        Files.write(FILE, data);
        try {
            ImportedModel model = Onnx.open(FILE, COTANGENT.operators());
            COTANGENT.specialise(model.graph(), Map.of());
        } catch (CotangentException e) {
            // refused, as it should be
        }
    }
}
