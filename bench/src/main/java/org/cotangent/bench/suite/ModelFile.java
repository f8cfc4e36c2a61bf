package org.cotangent.bench.suite;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.cotangent.engine.Cotangent;
import org.cotangent.onnx.ExportOptions;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.graph.Graph;

/** Where a model comes from. */
interface ModelFile {
    /**
     * {@return the file, which is made if it is not there}
     *
     * @throws Unavailable if it cannot be made
     */
    Path in(Setting setting);

    /** {@return the export of a graph} */
    static ModelFile exported(String name, Function<Cotangent, Graph> graph) {
        return setting -> {
            Path file = setting.scratch().resolve(name + ".onnx");
            if (!Files.exists(file)) {
                Cotangent cotangent = setting.cotangent();
                Onnx.write(graph.apply(cotangent), cotangent.operators(), file, ExportOptions.standard());
            }
            return file;
        };
    }

    /** {@return a file of the folder of models, or else of the class path} */
    static ModelFile found(String name, String artifact) {
        return setting -> {
            Path given = setting.models() == null ? null : setting.models().resolve(name);
            if (given != null && Files.isRegularFile(given)) {
                return given;
            }
            Path file = setting.scratch().resolve(name);
            if (!Files.exists(file)) {
                extract(name, artifact, file);
            }
            return file;
        };
    }

    private static void extract(String name, String artifact, Path file) {
        try (InputStream resource = ModelFile.class.getClassLoader().getResourceAsStream(name)) {
            if (resource == null) {
                throw new Unavailable(
                        name + " is neither in the folder of models nor on the class path (" + artifact + ")");
            }
            Files.copy(resource, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
