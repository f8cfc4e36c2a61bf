package org.cotangent.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.cotangent.onnx.ModelDiff;
import org.cotangent.onnx.Onnx;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells how two models differ. */
@Command(
        name = "diff",
        description = "Show how two ONNX files differ, bit by bit. Exit status 0 if they do not, 1 if they do.")
final class DiffCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(index = "0", paramLabel = "BEFORE", description = "An ONNX file.")
    private Path before = Path.of("");

    @Parameters(index = "1", paramLabel = "AFTER", description = "Another.")
    private Path after = Path.of("");

    @Option(names = "--weights", description = "Differences of tensors' elements are none: exit status 0.")
    private boolean weights;

    @Override
    public Integer call() {
        PrintWriter out = Inputs.out(spec);
        ModelDiff diff = Onnx.diff(before, after);
        diff.lines().forEach(out::println);
        out.println(
                diff.identical()
                        ? "identical, byte for byte"
                        : diff.tensors().size() + " tensors have other elements, "
                                + diff.others().size() + " other differences");
        out.flush();
        boolean same = diff.isInWeightsAlone() && (weights || diff.tensors().isEmpty());
        return same ? 0 : 1;
    }
}
