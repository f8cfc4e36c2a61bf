package org.cotangent.cli.derive;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.Model;
import picocli.CommandLine.Option;

/** The options that say what is differentiated, and by what. */
public final class ProductOptions {
    @Option(
            names = "--of",
            paramLabel = "OUTPUT",
            split = ",",
            description = "What is differentiated: outputs or inner values. Default: all outputs.")
    private List<String> of = List.of();

    @Option(
            names = "--wrt",
            paramLabel = "NAME",
            split = ",",
            description = "By what: inputs, initializers, or patterns of parameters such as '**'. Default: the inputs"
                    + " that are floats.")
    private List<String> wrt = List.of();

    /** {@return whether one of them is given} */
    public boolean areGiven() {
        return !of.isEmpty() || !wrt.isEmpty();
    }

    /** {@return the names of what is differentiated by} */
    public Set<String> names(Model model) {
        Set<String> names = new LinkedHashSet<>();
        for (String name : wrt) {
            if (model.graph().find(name) != null) {
                names.add(name);
            } else {
                names.addAll(model.select(List.of(name)));
            }
        }
        if (wrt.isEmpty()) {
            model.graph().inputs().forEach((name, value) -> {
                if (value.type() instanceof TensorType type && type.dtype().isFloating()) {
                    names.add(name);
                }
            });
        }
        if (names.isEmpty()) {
            throw new GraphException("no input of the model is a float: say by --wrt what to differentiate by");
        }
        return names;
    }

    /** {@return the graph up to what is differentiated, its initializers among the names being parameters} */
    public Graph chosen(Cotangent cotangent, Graph graph, Set<String> names) {
        GraphBuilder builder = GraphBuilder.from(graph, cotangent.operators());
        graph.initializers().keySet().stream()
                .filter(value -> names.contains(value.name()))
                .forEach(builder::markParameter);
        if (!of.isEmpty()) {
            builder.clearOutputs();
            for (String name : of) {
                Value value = graph.outputs().getOrDefault(name, graph.find(name));
                if (value == null) {
                    throw new GraphException("the model has no value '" + name + "'; its outputs are "
                            + graph.outputs().keySet());
                }
                builder.output(name, value);
            }
        }
        return builder.build();
    }
}
