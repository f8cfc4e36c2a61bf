package org.cotangent.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.UnsupportedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Compares outputs, derivatives and training runs with those of fixtures. */
@Command(name = "gradients", description = "Check derivatives and training runs: folders with fixture.json.")
final class GradientsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Toolbox toolbox = new Toolbox();

    @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders that are searched for fixtures.")
    private List<Path> folders = List.of();

    @Option(names = "--report", paramLabel = "FILE", description = "Write the verdicts to this JSON file.")
    private @Nullable Path report;

    @Override
    public Integer call() throws IOException {
        Inputs.requireFolders(folders);
        Cotangent cotangent = toolbox.open();
        Tally tally = new Tally(Inputs.out(spec));
        for (GradientFixture fixture : GradientFixture.find(folders)) {
            tally.add(check(cotangent, fixture));
        }
        return tally.close(report);
    }

    private static Verdict check(Cotangent cotangent, GradientFixture fixture) {
        String name = fixture.name();
        try {
            List<String> differences = fixture.isTraining()
                    ? new TrainingCheck(cotangent, fixture).run()
                    : new DerivativeCheck(cotangent, fixture).run();
            return differences.isEmpty()
                    ? Verdict.passed(name, "")
                    : Verdict.failed(name, String.join("; ", differences));
        } catch (UnsupportedException e) {
            return Verdict.unsupported(name, String.valueOf(e.getMessage()));
        } catch (CotangentException e) {
            return Verdict.failed(name, String.valueOf(e.getMessage()));
        }
    }
}
