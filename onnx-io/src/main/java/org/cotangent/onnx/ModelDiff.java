package org.cotangent.onnx;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.tensor.TensorType;

/**
 * How two model files differ.
 *
 * <p>Everything that protobuf can tell apart counts: names, order, documentation, metadata, functions, fields that are
 * not known, whether a field is present; and the elements of tensors, bit by bit, wherever they are kept.
 *
 * @param identical whether the files are the same byte for byte
 * @param tensors tensors of the same name and type whose elements differ
 * @param others all other differences, as the path in the model and what stands there
 */
public record ModelDiff(boolean identical, List<TensorChange> tensors, List<String> others) {
    public ModelDiff {
        tensors = List.copyOf(tensors);
        others = List.copyOf(others);
    }

    /**
     * A tensor whose elements differ.
     *
     * @param path where it stands in the model, with its name
     * @param changed how many elements differ in their bits
     * @param largest the largest difference of two numbers; NaN if one of them is none, or the elements are no numbers
     */
    public record TensorChange(String path, TensorType type, long changed, double largest) {}

    /** {@return whether nothing but elements of tensors differs} */
    public boolean isInWeightsAlone() {
        return others.isEmpty();
    }

    /** {@return a report, a line for each difference} */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (TensorChange tensor : tensors) {
            lines.add("weights " + tensor.path() + " " + tensor.type() + ": " + tensor.changed() + " of "
                    + tensor.type().shape().elements() + " elements, by " + tensor.largest() + " at most");
        }
        others.forEach(other -> lines.add("other " + other));
        return lines;
    }
}
