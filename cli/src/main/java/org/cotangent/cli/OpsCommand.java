package org.cotangent.cli;

import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Port;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the operators that are there. */
@Command(name = "ops", description = "List every operator: version, types, derivative, forward.")
final class OpsCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--domain", paramLabel = "D", description = "Only this domain; ai.onnx is ONNX's own.")
    private @Nullable String domain;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** A line of the list. */
    private record Row(String domain, String operator, int since, String derivative, String forward, String types) {
        static Row of(Operator operator) {
            TreeSet<String> types = new TreeSet<>();
            for (Port port : operator.signature().inputs()) {
                port.type().allowed().forEach(type -> types.add(type.name().toLowerCase(Locale.ROOT)));
            }
            return new Row(
                    operator.id().domain().isEmpty() ? "ai.onnx" : operator.id().domain(),
                    operator.id().type(),
                    operator.id().since(),
                    derivative(operator.derivative()),
                    forward(operator.forward()),
                    String.join(" ", types));
        }

        private static String derivative(Derivative derivative) {
            return switch (derivative) {
                case Derivative.Zero z -> "zero";
                case Derivative.Missing m -> "missing";
                case Derivative.ByExpansion e -> "by expansion";
                case Derivative.Elementwise e -> "elementwise";
                case Derivative.Linear l -> "linear";
                case Derivative.Rules(var jvp, var vjp) -> jvp == null ? "vjp" : vjp == null ? "jvp" : "jvp and vjp";
                case Derivative.Surrogate s -> "surrogate";
            };
        }

        private static String forward(Forward forward) {
            return switch (forward) {
                case Forward.Pointwise p -> "pointwise";
                case Forward.View v -> "view";
                case Forward.HostKernel k -> "kernel";
                case Forward.ValueKernel k -> "kernel of values";
                case Forward.Expansion e -> "expansion";
            };
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = Inputs.out(spec);
        List<Row> rows = new ArrayList<>();
        for (Operator operator : OperatorRegistry.load(OpsCommand.class.getClassLoader()).all()) {
            Row row = Row.of(operator);
            if (domain == null || domain.equals(row.domain())) {
                rows.add(row);
            }
        }
        rows.sort(Comparator.comparing(Row::domain).thenComparing(Row::operator));
        if (json) {
            out.println(new GsonBuilder().setPrettyPrinting().create().toJson(rows));
        } else {
            out.println(String.format("%-16s %-28s %5s  %-13s %-10s %s", "domain", "operator", "since", "derivative", "forward", "types"));
            for (Row row : rows) {
                out.println(String.format(
                        "%-16s %-28s %5d  %-13s %-10s %s",
                        row.domain(), row.operator(), row.since(), row.derivative(), row.forward(), row.types()));
            }
            out.println(rows.size() + " operators");
        }
        out.flush();
        return 0;
    }
}
