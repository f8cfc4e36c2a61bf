package org.cotangent.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.cotangent.engine.kernel.KernelSelector;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Node;
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

    /** {@return why the kernel was chosen, a line each} */
    default List<String> explain() {
        return switch (this) {
            case Compute(Node n, Preparation p, KernelSelector.Choice choice) -> {
                List<String> lines = new ArrayList<>();
                lines.add(n.describe() + " " + n.outputs().getFirst().type() + " <- " + choice.describe());
                choice.others().forEach(other -> lines.add("    " + other));
                yield lines;
            }
            case View(Node n) -> List.of(n.describe() + " is a view");
            case Late(Node n) -> List.of(n.describe() + " is prepared at run time: its shape depends on the data");
        };
    }

    /** {@return the bytes of inputs and outputs of known types; none for views, which move nothing} */
    default long bytes() {
        if (this instanceof View) {
            return 0;
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
            case View view -> operator + " is a view";
            case Late late -> operator + " is prepared at run time";
        };
    }
}
