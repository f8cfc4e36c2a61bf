package org.cotangent.bench.suite;

import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The workloads of the suite. */
final class Catalogue {
    private static final GptDecoder GPT = new GptDecoder(4, 6, 64, 8192, 1024);

    private Catalogue() {}

    /** {@return the workloads whose name a pattern is found in} */
    static List<Workload> matching(Pattern names) {
        return Stream.<Supplier<Stream<Workload>>>of(
                        MiniLm::workloads,
                        LightModels::workloads,
                        () -> Stream.of(
                                GPT.workload("gpt-prefill-128", 0, 128),
                                GPT.workload("gpt-decode-128", 128, 1),
                                SmallGraphs.lstm(8, 64, 256),
                                SmallGraphs.tiny(16)))
                .flatMap(Supplier::get)
                .filter(workload -> names.matcher(workload.name()).find())
                .toList();
    }
}
