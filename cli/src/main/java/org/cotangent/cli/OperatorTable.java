package org.cotangent.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cotangent.engine.KernelRegistry;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.onnx.OperatorVersions;
import org.cotangent.spi.backend.Availability;
import org.cotangent.spi.backend.Backend;
import org.cotangent.spi.op.Operator;

/**
 * All operators that are there, a row each, by domain and name.
 *
 * @param missing ONNX's operators that are not there, with the versions of their set that have them
 * @param deprecated those among them that a newer version of their set lacks
 */
record OperatorTable(List<OperatorRow> rows, List<String> missing, List<String> deprecated) {
    private static final String HEAD = """
            # Operators

            Written by `./cotangent ops --write docs/supported-ops.md`; a test fails when it is out of date.

            - **opsets in**: the versions of the operator set whose files are read; older forms are rewritten. A dash: no file
              has it.
            - **opsets out**: the versions for which calls are written, as they are, in an older form, or as the operator's
              expansion. A call that needs a newer version than others is refused with the version that it needs. It is tried
              out, but for operators on sequences and optional values.
            - **types**: element types of the inputs.
            - **derivative**: what the operator says about its Jacobian. Zero is a derivative, where it exists; missing is
              none.
            - **kernels**: how the operator itself computes, and the backends with kernels of their own for small calls in
              float32 (opencl: on an ordinary graphics processor); oneDNN joins in where a call is large enough to pay for it.
              Expansions run where their parts do.
            - **conformance**: how many of the official ONNX cases pass whose graphs, as they were read, call the operator.
              Constant has become a tensor then, and what is deprecated another operator. The figures are those of
              `./cotangent conformance ../shared/onnx-backend-tests --summary
              cli/src/main/resources/org/cotangent/cli/conformance.txt`.
            """;

    /** Importers replace it themselves. */
    private static final String GRADIENT = "ai.onnx.preview.training::Gradient";

    private static final String COLUMNS = """
            | operator | opsets in | opsets out | types | derivative | kernels | conformance |
            |---|---|---|---|---|---|---|
            """;

    /** {@return the table for the page: of backends, it tells of those of the project} */
    static OperatorTable ofEveryMachine(ClassLoader loader) throws IOException {
        return load(loader, KernelRegistry.load(loader), List.of("cpu", "opencl"));
    }

    /** {@return the table with the backends that can be used here} */
    static OperatorTable ofThisMachine(ClassLoader loader) throws IOException {
        KernelRegistry kernels = KernelRegistry.load(loader);
        List<String> usable = kernels.backends().stream()
                .filter(backend -> backend.probe() instanceof Availability.Available)
                .map(Backend::name)
                .toList();
        return load(loader, kernels, usable);
    }

    private static OperatorTable load(ClassLoader loader, KernelRegistry kernels, List<String> backends)
            throws IOException {
        OperatorRegistry operators = OperatorRegistry.load(loader);
        OperatorVersions versions = new OperatorVersions();
        OperatorSurvey survey = new OperatorSurvey(kernels, backends, operators, versions);
        ConformanceFigures figures = ConformanceFigures.load();
        Map<String, OperatorVersions.Range> absent = new LinkedHashMap<>(versions.all());
        absent.remove(GRADIENT);
        List<OperatorRow> rows = new ArrayList<>();
        for (Operator operator : operators.all()) {
            absent.remove(operator.id().qualifiedName());
            rows.add(survey.row(operator, figures));
        }
        rows.sort(Comparator.comparing(OperatorRow::domain).thenComparing(OperatorRow::operator));
        Map<Boolean, List<String>> absences = absent.entrySet().stream()
                .collect(Collectors.partitioningBy(
                        entry -> entry.getValue().live(),
                        Collectors.mapping(
                                entry -> entry.getKey() + " (" + entry.getValue() + ")", Collectors.toList())));
        return new OperatorTable(
                List.copyOf(rows), absences.getOrDefault(true, List.of()), absences.getOrDefault(false, List.of()));
    }

    /** {@return the rows of one domain} */
    OperatorTable of(String domain) {
        return new OperatorTable(
                rows.stream().filter(row -> row.domain().equals(domain)).toList(), missing, deprecated);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        String format = "%-26s %-26s %-6s %-6s %-13s %-18s %-13s %s%n";
        text.append(String.format(
                format, "domain", "operator", "in", "out", "derivative", "kernels", "conformance", "types"));
        for (OperatorRow row : rows) {
            text.append(String.format(
                    format,
                    row.domain(),
                    row.operator(),
                    row.opsetsIn(),
                    row.opsetsOut(),
                    row.derivative(),
                    row.kernels(),
                    row.conformance(),
                    row.types() + (row.why().isEmpty() ? "" : " (" + row.derivative() + ": " + row.why() + ")")));
        }
        return text.append(rows.size()).append(" operators\n").toString();
    }

    /** {@return the page of the documentation} */
    String markdown() {
        StringBuilder text = new StringBuilder(HEAD);
        String domain = "";
        for (OperatorRow row : rows) {
            if (!row.domain().equals(domain)) {
                domain = row.domain();
                int count = of(domain).rows().size();
                text.append("\n## ")
                        .append(domain)
                        .append(" (")
                        .append(count)
                        .append(")\n\n")
                        .append(COLUMNS);
            }
            text.append(row.markdown());
        }
        text.append("\n## What ONNX has beside these\n\n");
        text.append("Deprecated, and read as the operators that follow them: ").append(sentence(deprecated));
        text.append("Read as the nodes that compute it: ").append(sentence(List.of(GRADIENT)));
        text.append("Not there: ").append(sentence(missing));
        return text.toString().stripTrailing() + "\n";
    }

    private static String sentence(List<String> names) {
        return names.isEmpty() ? "none.\n\n" : String.join(", ", names) + ".\n\n";
    }
}
