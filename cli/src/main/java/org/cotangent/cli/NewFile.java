package org.cotangent.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.cotangent.onnx.ExportOptions;
import org.cotangent.spi.ModelException;
import picocli.CommandLine.Option;

/** The options that say where an ONNX file is written, and how. */
public final class NewFile {
    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The ONNX file to write.")
    private Path out = Path.of("");

    @Option(names = "--opset", paramLabel = "N", description = "ONNX's version of a new file; default: what it needs.")
    private int opset;

    @Option(names = "--external-data", description = "Put the weights of a new file into a file beside it.")
    private boolean external;

    /** {@return where it is written} */
    public Path path() {
        return out;
    }

    /** {@return whether an opset or a file of weights is asked for} */
    public boolean isSpecial() {
        return opset != 0 || external;
    }

    /** {@return how it is written} Throws {@link ModelException} for an opset that cannot be written. */
    public ExportOptions options() {
        try {
            ExportOptions options = ExportOptions.standard().withOpset(opset);
            return external ? options.withExternalData() : options;
        } catch (IllegalArgumentException e) {
            throw new ModelException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Throws {@link ModelException} if no file can be written there. */
    public static void requireWritable(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file) || folder == null || !Files.isDirectory(folder)) {
            throw new ModelException("'" + file + "' cannot be written: it is a folder, or its folder is not there");
        }
    }
}
