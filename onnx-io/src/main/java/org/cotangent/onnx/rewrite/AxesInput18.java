package org.cotangent.onnx.rewrite;

import java.util.Set;

/** The reductions whose axes became an input in opset 18. */
public final class AxesInput18 extends AxesInput {
    /** For the service loader. */
    public AxesInput18() {
        super(
                18,
                Set.of(
                        "ReduceL1",
                        "ReduceL2",
                        "ReduceLogSum",
                        "ReduceLogSumExp",
                        "ReduceMax",
                        "ReduceMean",
                        "ReduceMin",
                        "ReduceProd",
                        "ReduceSumSquare"));
    }
}
