package org.cotangent.engine.plan;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.backend.Device;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.RandomSource;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/**
 * Runs a plan, one run at a time. Intermediate tensors live in one arena that is allocated with the session; a run with
 * {@linkplain #run(Map, Map) outputs to write to} allocates no tensor memory unless shapes depend on the data.
 */
public final class Session implements AutoCloseable {
    private final Graph graph;
    private final SlotTable slots;
    private final List<Runnable> actions = new ArrayList<>();
    private final List<Kernel> kernels = new ArrayList<>();
    private final Set<Value> direct;
    private final List<Value> outputs;
    private final long arenaBytes;
    private final Arena arena = Arena.ofShared();
    private final RunState state = new RunState();
    private final Plan plan;
    private final @Nullable DeviceSide device;
    private final List<Step> steps;
    private @Nullable Profile profile;
    private boolean closed;

    Session(Plan plan) {
        this.plan = plan;
        this.graph = plan.graph();
        this.steps = plan.steps();
        this.slots = new SlotTable();
        SessionLayout layout = new SessionLayout(plan);
        this.direct = layout.directOutputs();
        this.outputs = List.copyOf(graph.outputs().values());
        graph.initializers().forEach(slots::set);
        Map<Step.Compute, Kernel> prepared = new IdentityHashMap<>();
        for (Step step : plan.steps()) {
            if (step instanceof Step.Compute compute) {
                Kernel kernel = compute.choice().prepare();
                kernels.add(kernel);
                prepared.put(compute, kernel);
            }
        }
        Map<Value, Long> offsets = layout.place(prepared);
        this.arenaBytes = layout.bytes() + layout.deviceBytes();
        MemorySegment memory = arena.allocate(Math.max(1, layout.bytes()), Tensor.ALIGNMENT);
        layout.aliases().forEach((value, other) -> slots.alias(value, other));
        Device running = plan.device();
        this.device = running == null ? null : new DeviceSide(plan, layout, running.newQueue(), slots);
        offsets.forEach((value, offset) -> {
            if (device != null && plan.onDevice().contains(value)) {
                slots.set(value, device.tensor(value, offset));
                return;
            }
            TensorType type = value.tensorType();
            long bytes =
                    Math.max(1, type.dtype().byteSize(type.shape().elements().size()));
            slots.set(value, Tensor.wrap(type.dtype(), type.shape().sizes(), memory.asSlice(offset, bytes)));
        });
        layout.texts().forEach(value -> slots.set(value, Tensor.allocate(value.tensorType())));
        addActions(prepared);
        try {
            kernels.forEach(Kernel::complete);
        } catch (CotangentException e) {
            close();
            throw e;
        }
    }

    private void addActions(Map<Step.Compute, Kernel> prepared) {
        int number = 0;
        for (Step step : plan.steps()) {
            Runnable action = switch (step) {
                case Step.Compute compute ->
                    new ComputeAction(
                            Objects.requireNonNull(prepared.get(compute)),
                            compute.node(),
                            compute.preparation(),
                            slots,
                            state,
                            number,
                            device == null ? null : device.queue());
                case Step.View(Node node) -> new ViewAction(node, slots);
                case Step.Late(Node node) -> new LateAction(node, slots, state, plan.calls(), number);
                case Step.Transfer transfer ->
                    new TransferAction(transfer, Objects.requireNonNull(device).queue(), slots);
            };
            actions.add(device == null ? action : device.inTime(step, action));
            // Random numbers depend neither on what runs again nor on what is fused and copied.
            number += step.node().isRandom() && !Rematerialisation.isAgain(step.node()) ? 1 : 0;
        }
    }

    /** {@return the outputs, in memory of their own} All of them must be tensors. */
    public Map<String, Tensor> run(Map<String, Tensor> inputs) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        runValues(inputs).forEach((name, datum) -> {
            if (!(datum instanceof Tensor tensor)) {
                throw new TypeException("output '" + name + "' is " + datum.type() + ", not a tensor: use runValues");
            }
            outputs.put(name, tensor);
        });
        return outputs;
    }

    /** {@return the outputs, tensors or other values, in memory of their own} */
    public Map<String, Datum> runValues(Map<String, ? extends Datum> inputs) {
        Map<String, Datum> outputs = new LinkedHashMap<>();
        direct.forEach(value -> slots.set(value, Tensor.allocate(value.tensorType())));
        execute(inputs);
        Set<Value> given = new HashSet<>();
        graph.outputs().forEach((name, value) -> outputs.put(name, delivered(value, given.add(value))));
        update();
        return outputs;
    }

    /** Tensors may stand in the arena, or be given already; what sequences hold never does. */
    private Datum delivered(Value value, boolean first) {
        Datum datum = slots.get(value);
        boolean own = first && direct.contains(value);
        return datum instanceof Tensor tensor && !own ? tensor.copy() : datum;
    }

    /**
     * {@return the outputs in the order of the graph, in memory of their own}
     *
     * @param inputs in the order of the graph
     * @param into for each output memory that may be taken if the type is equal, or null; may be shorter
     */
    List<Datum> run(List<? extends Datum> inputs, List<? extends @Nullable Tensor> into, RandomSource random) {
        state.seed(random);
        for (int i = 0; i < outputs.size(); i++) {
            Value value = outputs.get(i);
            if (direct.contains(value)) {
                Tensor offered = offered(into, i, value);
                slots.set(value, offered == null ? Tensor.allocate(value.tensorType()) : offered);
            }
        }
        int k = 0;
        for (Value input : graph.inputs().values()) {
            slots.set(input, inputs.get(k++));
        }
        perform();
        List<Datum> results = new ArrayList<>(outputs.size());
        for (int i = 0; i < outputs.size(); i++) {
            Value value = outputs.get(i);
            Datum datum = slots.get(value);
            boolean own = !(datum instanceof Tensor) || (direct.contains(value) && !results.contains(datum));
            results.add(own ? datum : copy((Tensor) datum, offered(into, i, value)));
        }
        return results;
    }

    private static @Nullable Tensor offered(List<? extends @Nullable Tensor> into, int i, Value value) {
        Tensor offered = i < into.size() ? into.get(i) : null;
        return offered != null && TypeMatch.holds(value.type(), offered) ? offered : null;
    }

    private static Tensor copy(Tensor tensor, @Nullable Tensor target) {
        if (target == null || target.equals(tensor) || !Arrays.equals(target.sizes(), tensor.sizes())) {
            return tensor.copy();
        }
        target.copyFrom(tensor);
        return target;
    }

    /**
     * Runs and writes the outputs into these tensors.
     *
     * @param outputs by name; types must be those of the graph's outputs; outputs that are not named are not delivered
     */
    public void run(Map<String, Tensor> inputs, Map<String, Tensor> outputs) {
        for (Value value : direct) {
            if (slots.find(value) == null) {
                slots.set(value, Tensor.allocate(value.tensorType()));
            }
        }
        outputs.forEach((name, tensor) -> {
            Value value = graph.output(name);
            if (direct.contains(value)) {
                check("output", name, value, tensor);
                slots.set(value, tensor);
            }
        });
        execute(inputs);
        outputs.forEach((name, tensor) -> {
            Tensor result = slots.tensor(graph.output(name));
            if (result != tensor) {
                tensor.copyFrom(result);
            }
        });
        update();
    }

    private void execute(Map<String, ? extends Datum> inputs) {
        for (Map.Entry<String, Value> input : graph.inputs().entrySet()) {
            Datum datum = inputs.get(input.getKey());
            if (datum == null) {
                throw new GraphException("input '" + input.getKey() + "' is not given; given are " + inputs.keySet());
            }
            check("input", input.getKey(), input.getValue(), datum);
            slots.set(input.getValue(), datum);
        }
        perform();
    }

    private void perform() {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        state.nextRun();
        if (device != null) {
            device.begin();
        }
        if (profile != null) {
            profile.run(actions, device == null ? () -> {} : device.queue()::finish);
        } else {
            for (Runnable action : actions) {
                action.run();
            }
        }
        if (device != null) {
            device.end();
        }
    }

    /** {@return the cost of each step of the coming runs, which are measured from now on} */
    public Profile profile() {
        Profile current = new Profile(steps);
        profile = current;
        return current;
    }

    private void update() {
        plan.updates().forEach((parameter, value) -> {
            if (plan.onDevice().contains(value)) {
                return;
            }
            Tensor target = slots.tensor(parameter);
            Tensor source = slots.tensor(value);
            if (source != target) {
                target.copyFrom(source);
            }
        });
    }

    private static void check(String what, String name, Value value, Datum datum) {
        if (!TypeMatch.holds(value.type(), datum)) {
            throw new ShapeException(what + " '" + name + "' must be " + value.type() + ", not " + datum.type());
        }
    }

    /**
     * Leaves parameters on the device from run to run, where host and device have memory of their own.
     *
     * <p>Without it, runs take parameters from the tensors of the host and write them back. With it, whoever reads or
     * writes those calls {@link #fetchParameters} before and {@link #renewParameters} after.
     */
    public void holdParameters() {
        if (device != null) {
            device.residents().hold();
        }
    }

    /** Brings the parameters that runs have changed to the tensors of the host. */
    public void fetchParameters() {
        if (device != null) {
            device.residents().fetch();
        }
    }

    /** Takes over the parameters from the tensors of the host, which somebody wrote. */
    public void renewParameters() {
        if (device != null) {
            device.residents().renew();
        }
    }

    /** {@return the tensor that holds a parameter; runs change it where the graph says so} */
    public Tensor parameter(String name) {
        fetchParameters();
        return slots.tensor(graph.initializer(name));
    }

    /** Sets where the random numbers of the coming runs begin. */
    public void seed(long seed) {
        state.seed(seed);
    }

    /** {@return the size of the arena of intermediate tensors, on host and device together} */
    public long arenaBytes() {
        return arenaBytes;
    }

    /** {@return how many tensors runs have allocated because their shapes depend on the data} */
    public long lateAllocations() {
        return state.allocations();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (device != null) {
                device.queue().finish();
            }
            kernels.forEach(Kernel::close);
            if (device != null) {
                device.close();
            }
            arena.close();
        }
    }
}
