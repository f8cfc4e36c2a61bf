package org.cotangent.train;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.train.internal.Adapter;
import org.cotangent.train.internal.AdapterCalls;
import org.cotangent.train.internal.BatchStatistics;
import org.cotangent.train.internal.DropoutSite;
import org.cotangent.train.internal.GraphCopy;
import org.cotangent.train.tune.BatchNormalizationPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What makes a graph a model that is being tuned; and the two forms that the graph has then, with the same names of
 * initializers.
 *
 * @param added the initializers that did not come from the file and are no constants
 * @param dropouts by the names of Dropout nodes, those that work in training
 * @param adapters by the names of weights
 * @param normalization null to leave it as it is in the file
 */
record Tuning(
        Selection selection,
        Set<String> added,
        Map<String, DropoutSite> dropouts,
        SequencedMap<String, Adapter> adapters,
        @Nullable BatchNormalizationPolicy normalization) {
    Tuning {
        added = Collections.unmodifiableSet(new LinkedHashSet<>(added));
        dropouts = Map.copyOf(dropouts);
        adapters = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(adapters));
    }

    static Tuning none() {
        return new Tuning(Selection.none(), Set.of(), Map.of(), new LinkedHashMap<>(), null);
    }

    Tuning with(Selection other) {
        return new Tuning(other, added, dropouts, adapters, normalization);
    }

    Tuning with(BatchNormalizationPolicy policy) {
        return new Tuning(selection, added, dropouts, adapters, policy);
    }

    Tuning with(SequencedMap<String, Adapter> others) {
        return new Tuning(selection, added, dropouts, others, normalization);
    }

    Tuning adding(Set<String> names) {
        Set<String> all = new LinkedHashSet<>(added);
        all.addAll(names);
        return new Tuning(selection, all, dropouts, adapters, normalization);
    }

    Tuning dropping(Map<String, DropoutSite> sites) {
        Map<String, DropoutSite> all = new HashMap<>(dropouts);
        all.putAll(sites);
        return new Tuning(selection, added, all, adapters, normalization);
    }

    /** {@return how the model computes when it is used} */
    Graph inference(Graph graph, OperatorLookup operators) {
        List<GraphCopy.Edit> edits = new ArrayList<>();
        if (dropouts.values().stream().anyMatch(DropoutSite::inserted)) {
            edits.add(DropoutSite.inference(dropouts));
        }
        if (normalization != null && normalises(graph, true)) {
            edits.add(new BatchStatistics(graph, false));
        }
        return copy(graph, operators, edits, false);
    }

    /** {@return how the model computes in a training step} */
    Graph training(Graph graph, OperatorLookup operators) {
        List<GraphCopy.Edit> edits = new ArrayList<>();
        if (!dropouts.isEmpty()) {
            edits.add(DropoutSite.training(dropouts));
        }
        boolean updating = normalization == BatchNormalizationPolicy.UPDATING;
        if (normalization != null && normalises(graph, !updating)) {
            edits.add(new BatchStatistics(graph, updating));
        }
        return copy(graph, operators, edits, true);
    }

    private static boolean normalises(Graph graph, boolean inTraining) {
        return graph.nodes().stream()
                .anyMatch(node -> BatchStatistics.is(node)
                        && (!inTraining || node.attributes().flag("training_mode")));
    }

    private Graph copy(Graph graph, OperatorLookup operators, List<GraphCopy.Edit> edits, boolean training) {
        if (!adapters.isEmpty()) {
            edits.add(new AdapterCalls(graph, adapters, training));
        }
        return edits.isEmpty() ? graph : GraphCopy.of(graph, operators, edits);
    }
}
