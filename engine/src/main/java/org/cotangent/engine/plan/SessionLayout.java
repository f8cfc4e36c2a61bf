package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.spi.backend.Device;
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
    private final MemoryLayout deviceMemory;

    SessionLayout(Plan plan) {
        this.plan = plan;
        this.graph = plan.graph();
        Device device = plan.device();
        this.deviceMemory = new MemoryLayout(device == null ? Long.MAX_VALUE : device.largestBlock());
        trace();
        for (Value value : graph.outputs().values()) {
            if (computed.contains(value) && !plan.updates().containsValue(value)) {
                direct.add(value);
            }
        }
    }

    /** Finds for each value whose memory it uses, and the last step that reads that memory. */
    private void trace() {
        // Where they share memory, what happens to one happens to the other.
        plan.residents().forEach((initializer, resident) -> roots.put(resident, initializer));
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
            if (next instanceof Step.Transfer transfer) {
                computed.add(transfer.target());
            }
            step++;
        }
        graph.outputs().values().forEach(value -> lastUse.put(root(value), Integer.MAX_VALUE));
        plan.updates().values().forEach(value -> lastUse.put(root(value), Integer.MAX_VALUE));
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

    /** {@return the bytes of the arena on the host} */
    long bytes() {
        return memory.bytes();
    }

    /** {@return the bytes of the arena on the device} */
    long deviceBytes() {
        return deviceMemory.bytes();
    }

    /** {@return the bytes of the pieces of the arena on the device; the last may be smaller} */
    long devicePiece() {
        return deviceMemory.piece();
    }

    private MemoryLayout memory(Value value) {
        return plan.onDevice().contains(value) ? deviceMemory : memory;
    }

    /** {@return the offset of every computed value that lives in the arena} */
    Map<Value, Long> place(Map<Step.Compute, Kernel> kernels) {
        Map<Value, Long> offsets = new HashMap<>();
        Map<Value, Long> sizes = new HashMap<>();
        Map<Integer, List<Value>> endings = new HashMap<>();
        int number = 0;
        for (Step step : plan.steps()) {
            if (step instanceof Step.Transfer transfer && !direct.contains(transfer.target())) {
                place(transfer.target(), null, number, offsets, sizes, endings);
            }
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
                    place(output, reused, number, offsets, sizes, endings);
                }
            }
            for (Value ended : endings.getOrDefault(number, List.of())) {
                if (!handedOver.contains(ended)) {
                    memory(ended).release(offsets.getOrDefault(ended, 0L), sizes.getOrDefault(ended, 0L));
                }
            }
            number++;
        }
        return offsets;
    }

    private void place(
            Value value,
            @Nullable Long reused,
            int number,
            Map<Value, Long> offsets,
            Map<Value, Long> sizes,
            Map<Integer, List<Value>> endings) {
        long bytes = bytes(value);
        offsets.put(value, reused == null ? memory(value).allocate(bytes) : reused);
        sizes.put(value, bytes);
        int end = Math.max(lastUse.getOrDefault(value, number), number);
        endings.computeIfAbsent(end, n -> new ArrayList<>()).add(value);
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
        for (Map.Entry<Value, Value> update : plan.updates().entrySet()) {
            Value parameter = update.getKey();
            int index = compute.node().inputs().indexOf(parameter);
            if (update.getValue() == output
                    && index >= 0
                    && kernel.mayOverwrite(index, compute.node().outputs().indexOf(output))
                    && lastUse.getOrDefault(root(parameter), -1) == number
                    && !graph.outputs().containsValue(parameter)
                    && plan.updates().values().stream()
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
