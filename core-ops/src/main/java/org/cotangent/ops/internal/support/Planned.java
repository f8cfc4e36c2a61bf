package org.cotangent.ops.internal.support;

import java.util.function.IntFunction;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Kernels whose plan depends on the elements of shape-like inputs: axes, starts, pads, sizes. */
public final class Planned {
    private Planned() {}

    /** Makes a kernel from the elements of shape-like inputs. */
    @FunctionalInterface
    public interface Planner {
        /** {@return the kernel} The function gives the tensors of shape-like inputs, null for absent ones. */
        Kernel plan(IntFunction<@Nullable Tensor> elements);
    }

    /** {@return a kernel that is planned once if all the shape-like inputs are constant, else anew in each run} */
    public static Kernel of(Preparation call, Planner planner, int... shapeInputs) {
        for (int i : shapeInputs) {
            if (call.hasInput(i) && call.constant(i) == null) {
                return io ->
                        planner.plan(k -> io.hasInput(k) ? io.input(k) : null).run(io);
            }
        }
        return planner.plan(k -> call.hasInput(k) ? call.constant(k) : null);
    }
}
