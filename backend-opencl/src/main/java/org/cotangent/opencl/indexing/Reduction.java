package org.cotangent.opencl.indexing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * How updates get into a tensor, and what is done before and after. 16-bit floats are reduced in float32 and rounded
 * once.
 *
 * @param name as in ONNX's attribute {@code reduction}
 * @param onZeros whether the tensor is zeros at first; else it is input 0
 */
record Reduction(String name, DType type, boolean onZeros) {
    /** {@return why the device cannot do it; null if it can} */
    @Nullable
    String complaint(DeviceFacts device) {
        boolean can = name.equals("none")
                ? Bits.canCopy(type)
                : ElementType.supports(type) && (type != DType.DOUBLE || device.fp64());
        return can ? null : "the device has no elements of " + type;
    }

    private boolean isWidened() {
        return !name.equals("none") && type.isFloating() && type.bits() == 16;
    }

    /** {@return the code in this resource for the updates {@code T} and the sums {@code A}} */
    Source in(String resource) {
        Source code = Source.resource(Reduction.class, resource);
        String head = Source.resource(Reduction.class, "scatter.cl").text();
        Source source = new Source(resource, head + "\n" + code.text());
        if (name.equals("none")) {
            return Bits.in(Bits.in(source, "T", type), "A", type);
        }
        source = source.define("REDUCE_" + name.toUpperCase(Locale.ROOT), 1);
        source = type.isFloating() ? source.define("FLOATING", 1) : source;
        return source.type("T", type).type("A", isWidened() ? DType.FLOAT : type);
    }

    /** {@return where the sums stand} */
    Argument sums() {
        return isWidened() ? new Argument.Scratch(0, Float.BYTES) : Argument.output(0);
    }

    /**
     * {@return the plan that brings updates into so many elements}
     *
     * @param scatter does so; null if there are none
     */
    KernelPlan plan(long elements, @Nullable Launch scatter, DeviceFacts device) {
        if (elements == 0) {
            return KernelPlan.of();
        }
        int count = Math.toIntExact(elements);
        Range range = Range.of(elements, device.isCpu() ? 64 : device.groupSize());
        Source source = in("scatterends.cl");
        List<Launch> launches = new ArrayList<>();
        if (onZeros) {
            launches.add(Launch.of(source, "zeroed", range, sums(), Argument.of(count)));
        } else if (isWidened()) {
            launches.add(Launch.of(source, "widened", range, Argument.input(0), sums(), Argument.of(count)));
        } else {
            launches.add(Bits.copy(type, elements, device));
        }
        if (scatter != null) {
            launches.add(scatter);
        }
        if (isWidened()) {
            launches.add(Launch.of(source, "narrowed", range, sums(), Argument.output(0), Argument.of(count)));
        }
        return KernelPlan.of(launches)
                .withScratch(isWidened() ? elements * Float.BYTES : 0)
                .overwriting((input, output) -> input == 0 && !onZeros);
    }
}
