package org.cotangent.onnx.rewrite;

import java.util.Set;

/** The operators whose axes became an input in opset 13. */
public final class AxesInput13 extends AxesInput {
    /** For the service loader. */
    public AxesInput13() {
        super(13, Set.of("ReduceSum", "Squeeze", "Unsqueeze"));
    }
}
