package org.cotangent.train;

import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.tensor.TensorType;

/**
 * An initializer of a model, as training sees it.
 *
 * @param names what patterns match: its own name, the names of the nodes that use it, and the scopes that the exporter
 *     noted for them
 * @param trainable whether training can change it
 * @param reason why it can or cannot
 */
public record ParameterInfo(String name, TensorType type, List<String> names, boolean trainable, String reason) {
    public ParameterInfo {
        names = List.copyOf(names);
    }

    /** {@return the number of elements} */
    public long elements() {
        return type.shape().elements().size();
    }

    /** {@return the first three parts of the most telling name: where in the model it is} */
    public String group() {
        String best = names.getFirst();
        for (String candidate : names) {
            boolean anonymous = best.startsWith("onnx::") || best.startsWith("val_") || best.startsWith("constant");
            if (anonymous && !candidate.startsWith("onnx::")) {
                best = candidate;
            }
        }
        String[] parts = (best.startsWith("/") ? best.substring(1) : best).split("[./]");
        int kept = Math.max(1, Math.min(3, parts.length - 1));
        return String.join(".", Arrays.copyOf(parts, kept));
    }
}
