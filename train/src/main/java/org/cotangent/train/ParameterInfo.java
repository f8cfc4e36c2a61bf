package org.cotangent.train;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.cotangent.spi.tensor.TensorType;

/**
 * An initializer of a model, as training sees it.
 *
 * @param names what patterns match: its own name, the names of the nodes that use it, and the scopes that the exporter
 *     noted for them
 * @param trainable whether training can change it
 * @param frozen whether a pattern keeps training from changing it
 * @param reason why it is changed or not, and who uses it
 */
public record ParameterInfo(
        String name, TensorType type, List<String> names, boolean trainable, boolean frozen, String reason) {
    private static final Pattern ANONYMOUS = Pattern.compile("onnx::\\w+|val_\\d+|_?constant\\W?\\w*|\\d+");

    public ParameterInfo {
        names = List.copyOf(names);
    }

    /** {@return whether training changes it} */
    public boolean trained() {
        return trainable && !frozen;
    }

    /** {@return whether an exporter made the name up, as for weights that it transposed} */
    public boolean anonymous() {
        return isAnonymous(name);
    }

    static boolean isAnonymous(String name) {
        return ANONYMOUS.matcher(name).matches();
    }

    /** {@return the number of elements} */
    public long elements() {
        return type.shape().elements().size();
    }

    /** {@return {@code trained}, {@code frozen} by a pattern, or {@code fixed} by what it is} */
    public String status() {
        return trained() ? "trained" : trainable ? "frozen" : "fixed";
    }

    /** {@return the name that says most about where in the model it is: its own, or else that of the deepest scope} */
    public String telling() {
        String best = name;
        if (anonymous()) {
            for (String candidate : names) {
                boolean deeper = isAnonymous(best) || parts(candidate).length > parts(best).length;
                best = deeper && !isAnonymous(candidate) ? candidate : best;
            }
        }
        return best;
    }

    /** {@return the first three parts of the most telling name: where in the model it is} */
    public String group() {
        String[] parts = parts(telling());
        int kept = Math.max(1, Math.min(3, parts.length - 1));
        return String.join(".", Arrays.copyOf(parts, kept));
    }

    private static String[] parts(String name) {
        return (name.startsWith("/") ? name.substring(1) : name).split("[./]");
    }
}
