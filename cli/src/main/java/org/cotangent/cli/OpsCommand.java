package org.cotangent.cli;

import com.google.gson.GsonBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the operators that are there. */
@Command(
        name = "ops",
        description = "List every operator: opsets, types, derivative, kernels, and how its official cases end.")
final class OpsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--domain", paramLabel = "D", description = "Only this domain; ai.onnx is ONNX's own.")
    private @Nullable String domain;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Option(names = "--write", paramLabel = "FILE", description = "Write the page docs/supported-ops.md to this file.")
    private @Nullable Path page;

    @Override
    public Integer call() throws IOException {
        ClassLoader loader = OpsCommand.class.getClassLoader();
        if (page != null) {
            Files.writeString(page, OperatorTable.ofEveryMachine(loader).markdown());
            return 0;
        }
        PrintWriter out = Inputs.out(spec);
        OperatorTable all = OperatorTable.ofThisMachine(loader);
        OperatorTable table = domain == null ? all : all.of(domain);
        if (json) {
            out.println(new GsonBuilder().setPrettyPrinting().create().toJson(table.rows()));
        } else {
            out.print(table.text());
        }
        out.flush();
        return 0;
    }
}
