package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.cotangent.engine.kernel.KernelSelector;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.TensorType;

/** One thing that a run does. */
sealed interface Step {
    Node node();

    /** Runs a kernel whose types and sizes are known. */
    record Compute(Node node, Preparation preparation, KernelSelector.Choice choice) implements Step {}

    /** Looks at memory that is there in another shape. */
    record View(Node node) implements Step {}

    /** Finds shapes and kernel when it runs, because they depend on the data. */
    record Late(Node node) implements Step {}

    /**
     * Copies a value to the device or from it.
     *
     * @param up whether it goes to the device
     * @param lasting whether the source stays as it is until the end of the run
     */
    record Transfer(Node node, boolean up, boolean lasting) implements Step {
        static Transfer toDevice(Value host, Value device, boolean lasting) {
            return new Transfer(node(TransferOperator.TO_DEVICE, host, device), true, lasting);
        }

        static Transfer toHost(Value device, Value host) {
            return new Transfer(node(TransferOperator.TO_HOST, device, host), false, true);
        }

        private static Node node(TransferOperator operator, Value from, Value to) {
            return new Node(from.name(), operator, Attributes.none(), List.of(from), List.of(to), Map.of());
        }

        Value source() {
            return Objects.requireNonNull(node.inputs().getFirst());
        }

        Value target() {
            return node.outputs().getFirst();
        }
    }

    /** {@return why the kernel was chosen, a line each} */
    default List<String> explain() {
        return switch (this) {
            case Compute(Node n, Preparation p, KernelSelector.Choice choice) -> {
                List<String> lines = new ArrayList<>();
                lines.add(n.describe() + " " + n.outputs().getFirst().type() + " <- " + choice.describe());
                choice.others().forEach(other -> lines.add("    " + other));
                yield lines;
            }
            case Transfer transfer ->
                List.of((transfer.up() ? "copy to the device: " : "copy to the host: ") + transfer.source());
            case View(Node n) -> List.of(n.describe() + " is a view");
            case Late(Node n) -> List.of(n.describe() + " is prepared at run time: its shape depends on the data");
        };
    }

    /** {@return whether the host computes it} What is prepared at run time may run on the device. */
    default boolean isOnHost() {
        return this instanceof Compute compute && !compute.choice().onDevice();
    }

    /** {@return whether it reads memory of the host while it runs} */
    default boolean readsHost() {
        return isOnHost() || this instanceof Late;
    }

    /** {@return what it is, and why no device computes it} */
    default String fallback() {
        return switch (this) {
            case Compute(Node n, Preparation p, KernelSelector.Choice choice) ->
                n.describe()
                        + choice.others().stream()
                                .findFirst()
                                .map(why -> " (" + why + ")")
                                .orElse("");
            default -> explain().getFirst();
        };
    }

    /** {@return the bytes of inputs and outputs of known types; none for views, which move nothing} */
    default long bytes() {
        if (this instanceof View) {
            return 0;
        }
        if (this instanceof Transfer transfer) {
            return Timeline.bytes(transfer.source());
        }
        return Stream.concat(node().inputs().stream(), node().outputs().stream())
                .mapToLong(value -> value != null && value.type() instanceof TensorType type && type.isStatic()
                        ? type.dtype().byteSize(type.shape().elements().size())
                        : 0)
                .sum();
    }

    /** {@return operator and kernel, equal for steps that do the same to other tensors} */
    default String kind() {
        String operator = node().operator().id().type();
        return switch (this) {
            case Compute(Node n, Preparation p, KernelSelector.Choice choice) -> operator + " <- " + choice.describe();
            case Transfer transfer -> operator;
            case View view -> operator + " is a view";
            case Late late -> operator + " is prepared at run time";
        };
    }
}
