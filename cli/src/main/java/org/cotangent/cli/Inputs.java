package org.cotangent.cli;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotangent.spi.ModelException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** What commands are given: checks and streams. */
public final class Inputs {
    private Inputs() {}

    /** {@return where a command prints} */
    public static PrintWriter out(@Nullable CommandSpec spec) {
        return spec == null
                ? new PrintWriter(System.out, true)
                : spec.commandLine().getOut();
    }

    static void requireFolders(List<Path> folders) {
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new ModelException("'" + folder + "' is no folder");
            }
        }
    }
}
