package org.cotangent.cli.finetune;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.TensorType;

/** Finds inputs of models by what they take. */
final class ModelInputs {
    private ModelInputs() {}

    /** {@return the inputs of floating-point numbers that have so many axes} */
    static List<Map.Entry<String, TensorType>> floats(Graph model, int rank) {
        List<Map.Entry<String, TensorType>> found = new ArrayList<>();
        model.inputs().forEach((name, value) -> {
            if (value.type() instanceof TensorType type
                    && type.dtype().isFloating()
                    && type.shape().isRanked()
                    && type.shape().rank() == rank) {
                found.add(Map.entry(name, type));
            }
        });
        return found;
    }
}
