package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.backend.Subgraph;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Runs the graph in an attribute by sessions of its own: one for each list of input types, up to a number; what comes
 * after that shares a session in which the sizes that vary are found when it runs.
 */
public final class PlannedSubgraph implements Subgraph {
    private static final int MOST_SESSIONS = 4;

    /** A session, and the types of inputs that it takes. */
    private record Prepared(List<ValueType> types, Session session) {
        boolean takes(List<? extends Datum> inputs) {
            for (int i = 0; i < types.size(); i++) {
                if (!TypeMatch.holds(types.get(i), inputs.get(i))) {
                    return false;
                }
            }
            return true;
        }
    }

    private final Graph graph;
    private final Specialisation specialisation;
    private final Planner planner;
    private final Map<Value, Tensor> known = new HashMap<>();
    private final List<Integer> varying = new ArrayList<>();
    private final List<Prepared> exact = new ArrayList<>();
    private @Nullable Prepared general;
    private @Nullable Prepared last;
    private int symbols;

    /** @param elements for each of the last inputs what it holds in every run, or null */
    public PlannedSubgraph(
            Graph graph, List<@Nullable Tensor> elements, Specialisation specialisation, Planner planner) {
        this.graph = graph;
        this.specialisation = specialisation;
        this.planner = planner;
        List<Value> inputs = List.copyOf(graph.inputs().values());
        for (int i = 0; i < inputs.size(); i++) {
            int capture = i - inputs.size() + elements.size();
            Tensor tensor = capture < 0 ? null : elements.get(capture);
            if (tensor == null) {
                varying.add(i);
            } else {
                known.put(inputs.get(i), tensor);
            }
        }
    }

    @Override
    public List<Datum> run(List<? extends Datum> inputs, List<? extends @Nullable Tensor> into, RandomSource random) {
        List<Datum> given = given(inputs);
        return prepared(given).session().run(given, into, random);
    }

    @Override
    public List<ValueType> types(List<? extends ValueType> inputs) {
        return specialised(given(inputs)).outputs().values().stream()
                .map(Value::type)
                .toList();
    }

    private <T> List<T> given(List<? extends T> inputs) {
        List<T> given = new ArrayList<>(varying.size());
        for (int i : varying) {
            given.add(inputs.get(i));
        }
        return given;
    }

    private Prepared prepared(List<Datum> inputs) {
        Prepared found = last != null && last.takes(inputs) ? last : find(inputs);
        last = found;
        return found;
    }

    private Prepared find(List<Datum> inputs) {
        for (Prepared candidate : exact) {
            if (candidate.takes(inputs)) {
                return candidate;
            }
        }
        Prepared wide = general;
        if (wide != null && wide.takes(inputs)) {
            return wide;
        }
        List<ValueType> types = inputs.stream().map(Datum::type).toList();
        if (exact.size() < MOST_SESSIONS) {
            Prepared prepared = prepare(types);
            exact.add(prepared);
            return prepared;
        }
        List<ValueType> joined = join(types, wide == null ? exact.getLast().types() : wide.types());
        if (wide != null) {
            wide.session().close();
        }
        wide = prepare(joined);
        general = wide;
        return wide;
    }

    private List<ValueType> join(List<ValueType> types, List<ValueType> others) {
        List<ValueType> joined = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            joined.add(types.get(i).join(others.get(i), name -> Dim.symbol("?" + name + symbols++)));
        }
        return joined;
    }

    private Prepared prepare(List<ValueType> types) {
        return new Prepared(types, planner.plan(specialised(types)).newSession());
    }

    private Graph specialised(List<ValueType> types) {
        Map<Value, ValueType> byInput = new HashMap<>();
        List<Value> inputs = List.copyOf(graph.inputs().values());
        for (int i = 0; i < types.size(); i++) {
            byInput.put(inputs.get(varying.get(i)), types.get(i));
        }
        return specialisation.retyped(graph, byInput, known);
    }

    @Override
    public void close() {
        exact.forEach(prepared -> prepared.session().close());
        exact.clear();
        Prepared wide = general;
        if (wide != null) {
            wide.session().close();
        }
        general = null;
        last = null;
    }
}
