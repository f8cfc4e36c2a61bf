package org.cotangent.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.random.RandomGenerator;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.internal.Adapter;
import org.cotangent.train.internal.NearNames;
import org.cotangent.train.internal.WeightUses;
import org.cotangent.train.tune.LoRA;

/** The low-rank adapters of a graph's weights. */
final class Adaptation {
    private final Cotangent cotangent;
    private final Graph graph;
    private final SequencedMap<String, Adapter> adapters;
    private final SequencedMap<String, WeightUses.Use> adaptable;

    Adaptation(Cotangent cotangent, Graph graph, SequencedMap<String, Adapter> adapters) {
        this.cotangent = cotangent;
        this.graph = graph;
        this.adapters = new LinkedHashMap<>(adapters);
        this.adaptable = new WeightUses(graph).adaptable();
    }

    /** {@return the weights that globs choose among those that can be adapted; without globs, all} */
    SequencedSet<String> choose(ParameterTable table, List<String> globs) {
        if (globs.isEmpty()) {
            return new LinkedHashSet<>(adaptable.keySet());
        }
        SequencedSet<String> chosen = new LinkedHashSet<>();
        List<String> problems = new ArrayList<>();
        for (String glob : globs) {
            SequencedSet<String> names = new LinkedHashSet<>(table.select(List.of(glob)));
            names.retainAll(adaptable.keySet());
            if (names.isEmpty()) {
                problems.add("'" + glob + "' matches no weight that can be adapted, which are those that MatMul, Gemm"
                        + " and Conv without groups alone use; close ones are "
                        + NearNames.of(glob, adaptable.keySet()));
            }
            chosen.addAll(names);
        }
        if (!problems.isEmpty()) {
            throw new GraphException(String.join("; ", problems));
        }
        return chosen;
    }

    /** {@return the adapters, with new ones of these weights} */
    SequencedMap<String, Adapter> fresh(Iterable<String> weights, LoRA form, RandomGenerator random) {
        for (String weight : weights) {
            adapters.put(weight, Adapter.fresh(use(weight), form, random));
        }
        return adapters;
    }

    private WeightUses.Use use(String weight) {
        WeightUses.Use use = adaptable.get(weight);
        if (use == null) {
            throw new GraphException("the model has no weight '" + weight + "' that can be adapted; close ones are "
                    + NearNames.of(weight, adaptable.keySet()));
        }
        return use;
    }

    /** {@return the adapters, with those in a file} */
    SequencedMap<String, Adapter> read(Path file) {
        adapters.putAll(AdapterFile.read(file, adaptable));
        return adapters;
    }

    /** {@return the adapters with those of these tensors that belong to them, which are taken out} */
    SequencedMap<String, Adapter> take(Map<String, Tensor> tensors) {
        adapters.replaceAll((weight, adapter) -> {
            Adapter changed = adapter;
            for (String name : List.of(adapter.nameOfA(), adapter.nameOfB())) {
                Tensor tensor = tensors.remove(name);
                changed = tensor == null ? changed : changed.with(name, tensor.copy());
            }
            return changed;
        });
        return adapters;
    }

    /** {@return the weights that have adapters, with what these change} */
    Map<String, Tensor> merged() {
        GraphBuilder builder = cotangent.graph("merge");
        Formulas f = new Formulas(builder);
        adapters.forEach((weight, adapter) -> {
            Tensor tensor = Objects.requireNonNull(graph.initializers().get(graph.initializer(weight)));
            Value value = builder.initializer(weight, tensor);
            builder.output(weight, adapter.merged(f, value, use(weight).outputsFirst()));
        });
        try (Session session = cotangent.plan(builder.build(), Map.of()).newSession()) {
            return session.run(Map.of());
        }
    }
}
