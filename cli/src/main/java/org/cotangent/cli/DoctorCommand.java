package org.cotangent.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.cotangent.engine.KernelRegistry;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.spi.backend.Availability;
import org.cotangent.spi.backend.Backend;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.op.Operator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what is there and what is missing. */
@Command(name = "doctor", description = "Show the JDK, backends, plug-ins, memory and threads.")
final class DoctorCommand implements Callable<Integer> {
    private static final long MEBI = 1 << 20;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Inputs.out(spec);
        Runtime runtime = Runtime.getRuntime();
        out.println("JDK        " + Runtime.version() + ", " + System.getProperty("java.vm.name") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        out.println("memory     " + runtime.maxMemory() / MEBI + " MiB of heap at most; tensors live outside the heap");
        out.println(
                "threads    " + runtime.availableProcessors() + " processors; property cotangent.threads limits them");
        out.println("vector API "
                + (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
                        ? "present"
                        : "absent: start java with --add-modules jdk.incubator.vector"));
        ClassLoader loader = DoctorCommand.class.getClassLoader();
        OperatorRegistry operators = OperatorRegistry.load(loader);
        KernelRegistry kernels = KernelRegistry.load(loader);
        for (Backend backend : kernels.backends()) {
            out.println("backend    " + backend.name() + ": "
                    + switch (backend.probe()) {
                        case Availability.Available(String description) -> description;
                        case Availability.Unavailable(String reason, String remedy) ->
                            "unavailable: " + reason + ". " + remedy;
                    });
            List<String> names = kernels.providers(backend.name()).stream()
                    .map(KernelProvider::describe)
                    .toList();
            out.println("  kernels  " + (names.isEmpty() ? "none" : String.join(", ", names)));
        }
        TreeMap<String, Integer> domains = new TreeMap<>();
        for (Operator operator : operators.all()) {
            domains.merge(
                    operator.id().domain().isEmpty() ? "ai.onnx" : operator.id().domain(), 1, Integer::sum);
        }
        out.println("operators  " + operators.all().size() + " found: " + domains);
        List<String> problems = Stream.concat(operators.problems().stream(), kernels.problems().stream())
                .toList();
        problems.forEach(problem -> out.println("problem    " + problem));
        out.flush();
        return problems.isEmpty() ? 0 : 1;
    }
}
