package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Decides where the values of a plan live: in the arena at an offset, in the memory of another value, or in a tensor of
 * the user.
 */
final class SessionLayout {
    private final Plan plan;
    private final Graph graph;
    private final Map<Value, Value> roots = new HashMap<>();
    private final Map<Value, Integer> lastUse = new HashMap<>();
    private final Set<Value> computed = new HashSet<>();
    private final Set<Value> direct = new HashSet<>();
    private final Map<Value, Value> aliases = new HashMap<>();
    private final List<Value> texts = new ArrayList<>();
    private final Set<Value> handedOver = new HashSet<>();
    private final MemoryLayout memory = new MemoryLayout();

    SessionLayout(Plan plan) {
        this.plan = plan;
        this.graph = plan.graph();
        trace();
        for (Value value : graph.outputs().values()) {
            if (computed.contains(value) && !graph.updates().containsValue(value)) {
                direct.add(value);
            }
        }
    }

    /** Finds for each value whose memory it uses, and the last step that reads that memory. */
    private void trace() {
        int step = 0;
        for (Step next : plan.steps()) {
            for (Value input : next.node().inputs()) {
                if (input != null) {
                    lastUse.put(root(input), step);
                }
            }
            boolean views = next instanceof Step.View
                    || (next instanceof Step.Late && next.node().operator().forward() instanceof Forward.View);
            Value source = views ? next.node().inputs().getFirst() : null;
            if (source != null) {
                roots.put(next.node().outputs().getFirst(), root(source));
            }
            if (next instanceof Step.Compute compute) {
                for (int i = 0; i < compute.node().outputs().size(); i++) {
                    if (compute.preparation().findOutput(i) instanceof TensorType type && type.isStatic()) {
                        computed.add(compute.node().outputs().get(i));
                    }
                }
            }
            step++;
        }
        graph.outputs().values().forEach(value -> lastUse.put(root(value), Integer.MAX_VALUE));
        graph.updates().values().forEach(value -> lastUse.put(root(value), Integer.MAX_VALUE));
    }

    private Value root(Value value) {
        return roots.getOrDefault(value, value);
    }

    /** {@return the outputs that kernels write straight into tensors of the user} */
    Set<Value> directOutputs() {
        return direct;
    }

    /** {@return values that live in the tensor of another: updates that are written over their parameter} */
    Map<Value, Value> aliases() {
        return aliases;
    }

    /** {@return computed values that are strings and live outside the arena} */
    List<Value> texts() {
        return texts;
    }

    long bytes() {
        return memory.bytes();
    }

    /** {@return the offset of every computed value that lives in the arena} */
    Map<Value, Long> place(Map<Step.Compute, Kernel> kernels) {
        Map<Value, Long> offsets = new HashMap<>();
        Map<Value, Long> sizes = new HashMap<>();
        Map<Integer, List<Value>> endings = new HashMap<>();
        int number = 0;
        for (Step step : plan.steps()) {
            if (step instanceof Step.Compute compute) {
                Kernel kernel = Objects.requireNonNull(kernels.get(compute));
                for (Value output : compute.node().outputs()) {
                    if (!computed.contains(output) || direct.contains(output)) {
                        continue;
                    }
                    if (output.dtype() == DType.STRING) {
                        texts.add(output);
                        continue;
                    }
                    if (overwritesParameter(compute, kernel, output, number)) {
                        continue;
                    }
                    Long reused = reusable(compute, kernel, output, offsets, number);
                    long bytes = bytes(output);
                    if (reused != null) {
                        offsets.put(output, reused);
                    } else {
                        offsets.put(output, memory.allocate(bytes));
                    }
                    sizes.put(output, bytes);
                    int end = lastUse.getOrDefault(output, number);
                    endings.computeIfAbsent(Math.max(end, number), n -> new ArrayList<>())
                            .add(output);
                }
            }
            for (Value ended : endings.getOrDefault(number, List.of())) {
                if (!handedOver.contains(ended)) {
                    memory.release(offsets.getOrDefault(ended, 0L), sizes.getOrDefault(ended, 0L));
                }
            }
            number++;
        }
        return offsets;
    }

    /** {@return the offset of an input whose memory the output can take over, or null} */
    private @Nullable Long reusable(
            Step.Compute compute, Kernel kernel, Value output, Map<Value, Long> offsets, int number) {
        int index = compute.node().outputs().indexOf(output);
        for (int i = 0; i < compute.node().inputs().size(); i++) {
            Value input = compute.node().inputs().get(i);
            Value root = input == null ? null : root(input);
            if (input != null
                    && root != null
                    && kernel.mayOverwrite(i, index)
                    && input.type().equals(output.type())
                    && offsets.containsKey(root)
                    && !handedOver.contains(root)
                    && lastUse.getOrDefault(root, -1) == number
                    && compute.node().inputs().stream()
                                    .filter(other -> other != null && root(other) == root)
                                    .count()
                            == 1) {
                handedOver.add(root);
                return offsets.get(root);
            }
        }
        return null;
    }

    /** The new value of a parameter can be written over the old one by a kernel that is the last to read it. */
    private boolean overwritesParameter(Step.Compute compute, Kernel kernel, Value output, int number) {
        for (Map.Entry<Value, Value> update : graph.updates().entrySet()) {
            Value parameter = update.getKey();
            int index = compute.node().inputs().indexOf(parameter);
            if (update.getValue() == output
                    && index >= 0
                    && kernel.mayOverwrite(index, compute.node().outputs().indexOf(output))
                    && lastUse.getOrDefault(parameter, -1) == number
                    && !graph.outputs().containsValue(parameter)
                    && graph.updates().values().stream()
                                    .filter(value -> value == output)
                                    .count()
                            == 1) {
                aliases.put(output, parameter);
                return true;
            }
        }
        return false;
    }

    private static long bytes(Value value) {
        TensorType type = value.tensorType();
        return type.dtype().byteSize(type.shape().elements().size());
    }
}
