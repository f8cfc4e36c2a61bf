package org.cotangent.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.cotangent.engine.Cotangent;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs folders in the layout of the ONNX backend tests. */
@Command(name = "conformance", description = "Run ONNX backend tests: folders with model.onnx and test_data_set_N.")
final class ConformanceCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Toolbox toolbox = new Toolbox();

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders that are searched for cases.")
    private List<Path> folders = List.of();

    @Option(names = "--only", paramLabel = "REGEX", description = "Run only cases in whose name this is found.")
    private @Nullable Pattern only;

    @Option(names = "--report", paramLabel = "FILE", description = "Write the verdicts to this JSON file.")
    private @Nullable Path report;

    @Option(
            names = "--summary",
            paramLabel = "FILE",
            description = "Write the counts of each operator to this file, as ops shows them.")
    private @Nullable Path summary;

    @Override
    public Integer call() throws IOException {
        Inputs.requireFolders(folders);
        Cotangent cotangent = toolbox.open();
        Tally tally = new Tally(Inputs.out(spec));
        for (ConformanceCase test : ConformanceCase.find(folders)) {
            if (only == null || only.matcher(test.name()).find()) {
                tally.add(test.run(cotangent));
            }
        }
        if (summary != null) {
            tally.figures().write(summary);
        }
        return tally.close(report);
    }
}
