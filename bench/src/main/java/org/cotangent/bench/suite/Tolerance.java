package org.cotangent.bench.suite;

import org.cotangent.spi.backend.ProductPrecision;
import org.cotangent.spi.tensor.DType;

/** How far results may differ, relative to their largest magnitude. */
final class Tolerance {
    private Tolerance() {}

    /** {@return the tolerance of a workload whose products are this exact on our side} */
    static double of(Workload workload, ProductPrecision precision) {
        return switch (precision) {
            case FP32 -> workload.tolerance();
            case FAST -> Math.max(workload.tolerance(), of(DType.BFLOAT16));
        };
    }

    /** {@return the tolerance of results of some hundred operations computed in this type} */
    static double of(DType dtype) {
        return switch (dtype) {
            case DOUBLE -> 1e-9;
            case FLOAT -> 1e-4;
            case FLOAT16 -> 1e-2;
            case BFLOAT16 -> 5e-2;
            default -> 0;
        };
    }
}
