package org.cotangent.testkit.law;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Whether the element types of outputs are those that the signature promises. */
final class OutputTypes {
    private OutputTypes() {}

    /** {@return the first output whose type is not allowed, or not that of the inputs of the same type variable} */
    static @Nullable String problem(Trial trial) {
        Signature signature = trial.operator().signature();
        Map<String, DType> bound = new HashMap<>();
        for (int i = 0; i < trial.inputs().size(); i++) {
            Tensor input = trial.inputs().get(i);
            if (input != null) {
                bound.put(signature.input(i).type().name(), input.dtype());
            }
        }
        List<Tensor> outputs = trial.outputs();
        for (int i = 0; i < outputs.size(); i++) {
            Port port = signature.output(i);
            DType dtype = outputs.get(i).dtype();
            DType promised = bound.getOrDefault(port.type().name(), dtype);
            if (dtype != promised || !port.type().allowed().contains(dtype)) {
                return "output " + trial.outputName(i) + " is " + dtype + ", but type "
                        + port.type().name() + " of the signature is "
                        + (dtype == promised ? port.type().allowed() : promised);
            }
        }
        return null;
    }
}
