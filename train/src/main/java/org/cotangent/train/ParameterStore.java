package org.cotangent.train;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.internal.NamedTensors;

/**
 * The tensors that training changes, by name: those of the model, and those that only training keeps. Steps of all
 * sizes share them.
 */
final class ParameterStore {
    private final SequencedMap<String, Tensor> model = new LinkedHashMap<>();
    private final SequencedMap<String, Tensor> slots = new LinkedHashMap<>();
    /** Those among the slots that are averages, by the parameter. */
    private final Map<String, Tensor> averages = new LinkedHashMap<>();

    private final boolean shared;

    private ParameterStore(boolean shared) {
        this.shared = shared;
    }

    /**
     * {@return a store of these initializers, and of those that the model's own updates change}
     *
     * @param shared whether it holds the model's tensors themselves, not copies of them
     */
    static ParameterStore of(Graph model, Collection<String> trainable, boolean shared) {
        ParameterStore store = new ParameterStore(shared);
        trainable.forEach(name -> store.add(model, model.initializer(name)));
        model.updates().keySet().forEach(buffer -> store.add(model, buffer));
        return store;
    }

    private void add(Graph graph, Value initializer) {
        Tensor initial = Objects.requireNonNull(graph.initializers().get(initializer));
        model.computeIfAbsent(initializer.name(), name -> shared ? initial : initial.copy());
    }

    /** {@return the tensor of an initializer that was added} */
    Tensor parameter(String name) {
        return Objects.requireNonNull(model.get(name), name);
    }

    /** {@return the tensor of this name that only training keeps; at first a copy of the initial one} */
    Tensor slot(String name, Tensor initial) {
        return slots.computeIfAbsent(name, n -> initial.copy());
    }

    /** {@return the running average of a parameter; at first a copy of it} */
    Tensor average(String name, String parameter) {
        Tensor average = slot(name, parameter(parameter));
        averages.put(parameter, average);
        return average;
    }

    /** {@return {@link #model()} with running averages in place of the parameters that have one} */
    SequencedMap<String, Tensor> averaged() {
        SequencedMap<String, Tensor> averaged = new LinkedHashMap<>(model);
        averaged.putAll(averages);
        return Collections.unmodifiableSequencedMap(averaged);
    }

    /** {@return the initializers that training changes} */
    SequencedMap<String, Tensor> model() {
        return Collections.unmodifiableSequencedMap(model);
    }

    /** {@return all tensors} */
    SequencedMap<String, Tensor> all() {
        SequencedMap<String, Tensor> all = new LinkedHashMap<>(model);
        all.putAll(slots);
        return Collections.unmodifiableSequencedMap(all);
    }

    /** Overwrites all tensors; throws {@link ModelException} and changes nothing if names or types differ. */
    void restore(Map<String, Tensor> state) {
        SequencedMap<String, Tensor> all = all();
        NamedTensors.copy(
                state,
                all,
                problems -> new ModelException("the state is not one of this model and recipe: " + problems));
    }
}
