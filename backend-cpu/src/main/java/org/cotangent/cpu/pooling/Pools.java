package org.cotangent.cpu.pooling;

import java.util.Arrays;
import java.util.List;
import org.cotangent.cpu.window.Window;
import org.cotangent.cpu.window.WindowAxis;
import org.cotangent.cpu.window.WindowSpace;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.jspecify.annotations.Nullable;

/** What calls of poolings say about their windows. */
final class Pools {

    private static final long MOST_ELEMENTS = 1 << 28;

    private Pools() {}

    /** {@return why a call cannot be computed; null if it can} */
    static @Nullable String obstacle(Preparation call) {
        if (call.input(0).dtype() != DType.FLOAT || !call.input(0).isStatic()) {
            return "not float32 of known sizes: " + call.input(0);
        }
        long elements = call.input(0).shape().elements().size();
        long results = call.output(0).shape().elements().size();
        if (elements == 0 || results == 0) {
            return "no elements";
        }
        return elements > MOST_ELEMENTS ? "too many elements" : null;
    }

    private static long[] spatial(long[] sizes) {
        return Arrays.copyOfRange(sizes, 2, sizes.length);
    }

    /** {@return the window of a call, to a result of this shape} */
    static Window window(long[] pooled, Preparation call) {
        return Window.of(
                call.attributes(),
                spatial(call.input(0).shape().sizes()),
                call.attributes().integers("kernel_shape"),
                spatial(pooled));
    }

    /** {@return the windows of a call along its spatial axes, to a result of this shape} */
    static List<WindowAxis> axes(long[] pooled, Preparation call) {
        return WindowSpace.axes(
                window(pooled, call), spatial(call.input(0).shape().sizes()), spatial(pooled));
    }
}
