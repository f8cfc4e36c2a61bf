package org.cotangent.bench.suite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** What can be measured in place of the time of workloads, and the options that ask for it. */
final class Extras {
    private static final int PROBES = 3;
    private static final Set<String> MEMORY =
            Set.of("minilm-8x128", "resnet50", "train-encoder-8x128", "train-resnet18-16x64x64");
    private static final Set<String> STARTUP = Set.of("tiny-1x16", "minilm-1x16", "squeezenet");

    @Option(names = "--memory", description = "Instead of times: the most memory, each workload in a process.")
    private boolean memory;

    @Option(names = "--startup", description = "Instead of times: from the start of a process to its first result.")
    private boolean startup;

    @Option(names = "--growth", description = "Instead of times: cost by image and node as batch and graph grow.")
    private boolean growth;

    boolean any() {
        return memory || startup || growth;
    }

    /** {@return the options that are given} */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>();
        if (memory) {
            arguments.add("--memory");
        }
        if (startup) {
            arguments.add("--startup");
        }
        if (growth) {
            arguments.add("--growth");
        }
        return arguments;
    }

    /** {@return the figures that are asked for} Memory and start-up are found of a few of the workloads. */
    List<Figure> figures(Runner runner, List<Workload> workloads) {
        Probing probing = new Probing(runner.setting(), PROBES);
        List<Figure> figures = new ArrayList<>();
        for (Workload workload : workloads) {
            if (memory && MEMORY.contains(workload.name())) {
                figures.add(probing.memory(workload));
            }
            if (startup && STARTUP.contains(workload.name())) {
                figures.add(probing.firstResult(workload));
            }
        }
        if (startup) {
            figures.add(new CommandLineRun(runner.setting()).figure(runner.runs()));
        }
        if (growth) {
            figures.addAll(new Growth(runner).figures());
        }
        return figures;
    }
}
