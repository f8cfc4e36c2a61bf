package org.cotangent.engine.eager;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.cotangent.engine.autodiff.Site;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * Writes operators into a graph. Derivatives that are taken while it does so are part of the graph.
 *
 * <p>What is computed without recording of values that require gradients stands behind {@code StopGradient}, so that
 * derivatives of the graph agree with those that were taken while it was written.
 */
public final class Tracer implements Recorder {
    /** The key of the metadata of nodes that names the part of the program that they come from. */
    public static final String NAMESPACE = "namespace";

    private final GraphBuilder builder;
    private final Formulas formulas = new Formulas(this);
    private final UnaryOperator<Value> capture;
    private final Predicate<Value> differentiable;
    private final Map<Value, Value> captured = new HashMap<>();
    private final Set<Value> tracked = new HashSet<>();
    private final Map<Value, Site> origins = new HashMap<>();
    private final Map<Value, Value> stopped = new HashMap<>();
    private final List<String> scopes = new ArrayList<>();
    private boolean recording = true;

    /**
     * A writer.
     *
     * @param capture gives a value of the builder that stands for a value from elsewhere
     * @param differentiable whether gradients are required of a value from elsewhere
     */
    public Tracer(GraphBuilder builder, UnaryOperator<Value> capture, Predicate<Value> differentiable) {
        this.builder = builder;
        this.capture = capture;
        this.differentiable = differentiable;
    }

    public GraphBuilder builder() {
        return builder;
    }

    /** {@return the operators as functions} */
    public Formulas formulas() {
        return formulas;
    }

    /** {@return the value of this graph that stands for a value, be it from here or from elsewhere} */
    public Value here(Value value) {
        if (builder.isDefined(value)) {
            return value;
        }
        Value known = captured.get(value);
        if (known == null) {
            known = capture.apply(value);
            captured.put(value, known);
            if (differentiable.test(value)) {
                tracked.add(known);
            }
        }
        return known;
    }

    /** {@return what stands here for values from elsewhere, by those values} */
    public Map<Value, Value> captured() {
        return captured;
    }

    /** {@return what a body computes} The nodes that it writes bear the name of a part of the program. */
    public <T> T within(String scope, Supplier<T> body) {
        if (scope.isEmpty()) {
            return body.get();
        }
        scopes.add(scope);
        try {
            return body.get();
        } finally {
            scopes.removeLast();
        }
    }

    @Override
    public Value leaf(Value value) {
        Value result = here(value);
        if (!result.type().isDifferentiable()) {
            throw new TypeException("only tensors of floating-point type can require gradients, not " + value.type()
                    + ": convert it first");
        }
        tracked.add(result);
        return result;
    }

    @Override
    public Value detach(Value value) {
        return stop(here(value));
    }

    private Value stop(Value value) {
        return tracked.contains(value)
                ? stopped.computeIfAbsent(value, v -> new Formulas(builder).own("StopGradient", Attributes.none(), v))
                : value;
    }

    @Override
    public boolean requiresGrad(Value value) {
        return tracked.contains(here(value));
    }

    @Override
    public @Nullable Site origin(Value value) {
        return origins.get(value);
    }

    @Override
    public boolean isRecording() {
        return recording;
    }

    @Override
    public <T> T recording(boolean on, Supplier<T> body) {
        boolean before = recording;
        recording = on;
        try {
            return body.get();
        } finally {
            recording = before;
        }
    }

    @Override
    public <T> T replaying(long position, Supplier<T> body) {
        return body.get();
    }

    @Override
    public long position() {
        return 0;
    }

    /** A graph keeps what was written: nothing is freed. */
    @Override
    public void release(Iterable<Site> sites) {}

    @Override
    public Tensor tensor(Value value) {
        Tensor known = builder.constantOf(here(value));
        if (known == null) {
            throw new TypeException("'" + value.name() + "' " + value.type()
                    + " has no elements yet: the function is being traced into a graph."
                    + " Decide with where(...), or run the function eagerly");
        }
        return known;
    }

    @Override
    public List<Value> emit(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
        List<@Nullable Value> taken = new ArrayList<>(inputs.size());
        boolean grad = false;
        for (Value input : inputs) {
            Value value = input == null ? null : here(input);
            grad |= value != null && tracked.contains(value);
            taken.add(value != null && !recording ? stop(value) : value);
        }
        List<Value> results = builder.emit(operator, attributes, taken, names(operator), outputs);
        if (grad && recording) {
            Site site = new Site(builder, operator, resolved(results, attributes), taken, results);
            for (Value result : results) {
                if (result.type().isDifferentiable()) {
                    tracked.add(result);
                    origins.put(result, site);
                }
            }
        }
        return results;
    }

    private Attributes resolved(List<Value> results, Attributes attributes) {
        var node = builder.producer(results.getFirst());
        return node == null ? attributes : node.attributes();
    }

    private GraphBuilder.NodeNames names(Operator operator) {
        if (scopes.isEmpty()) {
            return new GraphBuilder.NodeNames("", List.of(), Map.of());
        }
        return new GraphBuilder.NodeNames("", List.of(), Map.of(NAMESPACE, scopes.getLast()));
    }

    @Override
    public Value constant(Tensor tensor) {
        return builder.constant(tensor);
    }

    @Override
    public @Nullable Tensor constantOf(Value value) {
        return builder.constantOf(here(value));
    }

    @Override
    public OperatorLookup operators() {
        return builder.operators();
    }

    /** {@return the graph with these outputs} */
    public Graph build(Map<String, Value> outputs) {
        outputs.forEach((name, value) -> builder.output(name, here(value)));
        return builder.build();
    }
}
