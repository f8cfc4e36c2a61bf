package org.cotangent.opencl.reduce;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.jspecify.annotations.Nullable;

/** Element types of calls. */
public final class Elements {
    private Elements() {}

    /** {@return why a device does not have the elements of a call; null if it does} */
    public static @Nullable String obstacle(Preparation call, DeviceFacts device) {
        List<DType> types = new ArrayList<>();
        for (int i = 0; i < call.inputCount(); i++) {
            if (call.hasInput(i)) {
                types.add(call.input(i).dtype());
            }
        }
        for (int i = 0; i < call.outputCount(); i++) {
            if (call.hasOutput(i)) {
                types.add(call.output(i).dtype());
            }
        }
        for (DType type : types) {
            if (!ElementType.supports(type) || (type == DType.DOUBLE && !device.fp64())) {
                return "the device has no elements of " + type;
            }
        }
        return null;
    }

    /** {@return the type in which one computes with elements of another: float32, float64, int64 or uint64} */
    public static DType computed(DType type) {
        return switch (type) {
            case FLOAT, FLOAT16, BFLOAT16 -> DType.FLOAT;
            case DOUBLE, UINT64 -> type;
            default -> DType.INT64;
        };
    }

    /** {@return a number as an argument of the type in which one computes} */
    public static Argument number(DType computed, double value) {
        return computed == DType.DOUBLE ? Argument.of(value) : Argument.of((float) value);
    }
}
