package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * Says where the values of a plan stand that runs on a device, and puts in the copies between it and the host.
 *
 * <p>The values of the graph are those on the host; what stands on the device are values of their own. Initializers
 * that the device reads are there from the beginning and stay there, parameters and optimiser state included.
 */
final class Placement {
    private final Graph graph;
    private final List<Step> steps = new ArrayList<>();
    private final Set<Value> onHost = new HashSet<>();
    private final Map<Value, Value> onDevice = new HashMap<>();
    private final Map<Value, Value> residents = new LinkedHashMap<>();
    private final Map<Value, Node> hostViews = new HashMap<>();
    private final Map<Value, Value> updates = new LinkedHashMap<>();
    private final Set<Value> seenOnHost = new HashSet<>();

    /**
     * The outcome.
     *
     * @param onDevice the values that stand on the device
     * @param residents for each initializer that the device reads, the value that it is there
     * @param updates for each parameter that a run changes the value it takes, both on the host or both on the device
     */
    record Placed(List<Step> steps, Set<Value> onDevice, Map<Value, Value> residents, Map<Value, Value> updates) {
        /** {@return the steps as they are: all of it is on the host} */
        static Placed onHost(Graph graph, List<Step> steps) {
            return new Placed(steps, Set.of(), Map.of(), graph.updates());
        }
    }

    Placement(Graph graph) {
        this.graph = graph;
        onHost.addAll(graph.inputs().values());
        onHost.addAll(graph.initializers().keySet());
    }

    Placed apply(List<Step> unplaced) {
        for (Step step : unplaced) {
            switch (step) {
                case Step.Compute compute when compute.choice().onDevice() -> compute(compute);
                case Step.View(Node node) -> view(node);
                default -> {
                    step.node().inputs().forEach(this::toHost);
                    step.node().inputs().forEach(this::see);
                    steps.add(step);
                    onHost.addAll(step.node().outputs());
                }
            }
        }
        graph.outputs().values().forEach(this::toHost);
        graph.outputs().values().forEach(this::see);
        graph.updates().forEach((parameter, value) -> {
            Value resident = residents.get(parameter);
            Value computed = onDevice.get(value);
            if (resident != null && computed != null && !seenOnHost.contains(parameter)) {
                updates.put(resident, computed);
            } else {
                toHost(value);
                updates.put(parameter, value);
            }
        });
        return new Placed(steps, new HashSet<>(onDevice.values()), residents, updates);
    }

    private void compute(Step.Compute compute) {
        List<@Nullable Value> inputs = new ArrayList<>();
        for (Value input : compute.node().inputs()) {
            inputs.add(input == null ? null : toDevice(input));
        }
        steps.add(new Step.Compute(
                moved(compute.node(), inputs, compute.node().outputs()), compute.preparation(), compute.choice()));
    }

    /** A view stands where what it looks at does. */
    private void view(Node node) {
        Value viewed = Objects.requireNonNull(node.inputs().getFirst());
        if (onDevice.containsKey(viewed) && !onHost.contains(viewed)) {
            viewOnDevice(node);
        } else {
            steps.add(new Step.View(node));
            onHost.addAll(node.outputs());
            hostViews.put(node.outputs().getFirst(), node);
        }
    }

    private Value viewOnDevice(Node node) {
        List<@Nullable Value> inputs = new ArrayList<>(node.inputs());
        inputs.set(0, toDevice(Objects.requireNonNull(node.inputs().getFirst())));
        Node moved = moved(node, inputs, node.outputs());
        steps.add(new Step.View(moved));
        return moved.outputs().getFirst();
    }

    /** {@return the value on the device} It is copied there if it is not. */
    private Value toDevice(Value value) {
        Value present = onDevice.get(value);
        if (present != null) {
            return present;
        }
        Node view = hostViews.get(value);
        if (view != null) {
            return viewOnDevice(view);
        }
        Value copy = new Value(value.name(), value.type());
        onDevice.put(value, copy);
        if (graph.initializers().containsKey(value)) {
            residents.put(value, copy);
        } else {
            steps.add(Step.Transfer.toDevice(value, copy, graph.inputs().containsValue(value)));
        }
        return copy;
    }

    /** Copies a value to the host if it is on the device only. */
    private void toHost(@Nullable Value value) {
        if (value != null && !onHost.contains(value)) {
            Value source = Objects.requireNonNull(onDevice.get(value), () -> value + " is nowhere");
            steps.add(Step.Transfer.toHost(source, value));
            onHost.add(value);
        }
    }

    /** Notes that the host reads a value, and with it what it is a view of: that must not change before, nor be old. */
    private void see(@Nullable Value value) {
        Value viewed = value;
        while (viewed != null && seenOnHost.add(viewed)) {
            Node view = hostViews.get(viewed);
            viewed = view == null ? null : view.inputs().getFirst();
        }
    }

    /** {@return the node with outputs on the device} */
    private Node moved(Node node, List<@Nullable Value> inputs, List<Value> outputs) {
        List<Value> images = new ArrayList<>();
        for (Value output : outputs) {
            Value image = new Value(output.name(), output.type());
            onDevice.put(output, image);
            images.add(image);
        }
        return new Node(node.name(), node.operator(), node.attributes(), inputs, images, node.metadata());
    }
}
