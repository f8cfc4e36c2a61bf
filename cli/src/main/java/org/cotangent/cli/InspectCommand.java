package org.cotangent.cli;

import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.cotangent.onnx.ImportedModel;
import org.cotangent.onnx.Unsupported;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.train.Model;
import org.cotangent.train.ParameterInfo;
import org.cotangent.train.ParameterTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tells what is in a model. */
@Command(
        name = "inspect",
        description = "Show inputs, outputs, parameters by group, operators, and what is unsupported.")
final class InspectCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Toolbox toolbox = new Toolbox();

    @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
    private Path file = Path.of("");

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    /** Parameters of one part of the model. */
    private static final class Group {
        private int tensors;
        private long trainable;
        private long elements;

        void add(ParameterInfo info) {
            tensors++;
            elements += info.elements();
            trainable += info.trainable() ? info.elements() : 0;
        }
    }

    @Override
    public Integer call() {
        PrintWriter out = Inputs.out(spec);
        try (Model model = Model.open(toolbox.open(), file)) {
            Map<String, Object> facts = facts(model);
            if (json) {
                facts.replace(
                        "parameters",
                        model.parameters().stream().map(InspectCommand::row).toList());
                out.println(new GsonBuilder().setPrettyPrinting().create().toJson(facts));
            } else {
                facts.forEach((name, value) -> print(out, name, value));
            }
            out.flush();
            return 0;
        }
    }

    private static Map<String, Object> row(ParameterInfo info) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", info.name());
        row.put("type", info.type().toString());
        row.put("group", info.group());
        row.put("training", info.status());
        row.put("why", info.reason());
        return row;
    }

    private static Map<String, Object> facts(Model model) {
        ImportedModel imported = model.imported();
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put(
                "producer",
                (imported.header().producer() + " " + imported.header().producerVersion()).strip());
        facts.put("ir version", imported.header().irVersion());
        facts.put("opsets", imported.header().opsets().toString());
        facts.put(
                "inputs",
                model.graph().inputs().values().stream().map(Value::toString).toList());
        facts.put(
                "outputs",
                model.graph().outputs().values().stream().map(Value::toString).toList());
        Map<String, Integer> operators = new TreeMap<>();
        for (Node node : model.graph().nodes()) {
            operators.merge(node.operator().id().qualifiedName(), 1, Integer::sum);
        }
        facts.put("operators", operators);
        Map<String, Group> groups = new LinkedHashMap<>();
        ParameterTable parameters = model.parameters();
        parameters.forEach(
                info -> groups.computeIfAbsent(info.group(), g -> new Group()).add(info));
        Map<String, String> lines = new LinkedHashMap<>();
        groups.forEach((name, group) -> lines.put(
                name, group.tensors + " tensors, " + group.elements + " elements, " + group.trainable + " trainable"));
        facts.put("parameters by group", lines);
        facts.put("parameters", parameters);
        facts.put(
                "unsupported",
                imported.unsupported().stream().map(Unsupported::toString).toList());
        facts.put("warnings", model.warnings());
        return facts;
    }

    private static void print(PrintWriter out, String name, Object value) {
        switch (value) {
            case ParameterTable table -> {
                out.println(name + ": " + table.summary());
                table.lines().forEach(line -> out.println("  " + line));
            }
            case Map<?, ?> map -> {
                out.println(name);
                map.forEach((key, entry) -> out.println("  " + key + ": " + entry));
            }
            case List<?> list -> {
                out.println(name + (list.isEmpty() ? ": none" : ""));
                list.forEach(entry -> out.println("  " + entry));
            }
            default -> out.println(name + ": " + value);
        }
    }
}
