package org.cotangent.cli;

import java.io.IOException;
import java.io.PrintWriter;
import org.cotangent.cli.derive.ProductCommand;
import org.cotangent.cli.derive.TrainGraphCommand;
import org.cotangent.cli.finetune.FinetuneCommand;
import org.cotangent.spi.CotangentException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command {@code cotangent}. Exit status: 0 done, 1 checks failed, 2 wrong usage or bad input. */
@Command(
        name = "cotangent",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "cotangent 0.1.0",
        description = "Runs, checks, differentiates and trains ONNX models.",
        subcommands = {
            DoctorCommand.class,
            OpsCommand.class,
            InspectCommand.class,
            GraphCommand.class,
            RunCommand.class,
            ConformanceCommand.class,
            GradientsCommand.class,
            FinetuneCommand.class,
            ProductCommand.Vjp.class,
            ProductCommand.Jvp.class,
            TrainGraphCommand.class,
            DiffCommand.class,
            PatchCommand.class
        })
public final class Main {
    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Show stack traces of errors.")
    private boolean verbose;

    private Main() {}

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        System.exit(run(out, err, arguments));
    }

    /** {@return the exit status} */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        Main main = new Main();
        CommandLine commandLine =
                new CommandLine(main).setOut(out).setErr(err).setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setExecutionExceptionHandler((e, line, parsed) -> {
            if (e instanceof CotangentException || e instanceof IOException) {
                line.getErr().println("error: " + e.getMessage());
            } else {
                line.getErr()
                        .println("error: " + e + " (a defect of cotangent; run again with --verbose and report it)");
            }
            if (main.verbose) {
                e.printStackTrace(line.getErr());
            }
            return 2;
        });
        return commandLine.execute(arguments);
    }
}
