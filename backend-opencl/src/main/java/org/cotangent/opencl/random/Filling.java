package org.cotangent.opencl.random;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** RandomNormal and RandomUniform: a work-item takes two elements, which a block of the stream gives. */
final class Filling {
    private Filling() {}

    static Proposal propose(Preparation call, DeviceFacts device) {
        return Proposal.accepted("two elements each", () -> plan(call, device));
    }

    private static KernelPlan plan(Preparation call, DeviceFacts device) {
        DType dtype = call.output(0).dtype();
        Attributes attributes = call.attributes();
        long elements = call.output(0).shape().elements().size();
        boolean normal = call.operator().id().type().startsWith("RandomNormal");
        Source source =
                RandomCode.source("random_fill.cl", device).type("Y", dtype).define(normal ? "NORMAL" : "UNIFORM", "");
        List<Argument> arguments = new ArrayList<>();
        arguments.add(Argument.output(0));
        arguments.add(Argument.of(Math.toIntExact(elements)));
        arguments.addAll(RandomCode.stream(attributes));
        if (normal) {
            arguments.add(number(attributes.real("mean"), device));
            arguments.add(number(attributes.real("scale"), device));
        } else {
            double low = attributes.real("low");
            double high = attributes.real("high");
            arguments.add(number(low, device));
            arguments.add(number(high - low, device));
            arguments.add(number(high > low ? Math.max(low, below(high, dtype)) : Double.POSITIVE_INFINITY, device));
        }
        return KernelPlan.of(
                new Launch(source, "fill", Range.of(Math.ceilDiv(elements, 2), device.groupSize()), arguments, false));
    }

    private static Argument number(double value, DeviceFacts device) {
        return device.fp64() ? Argument.of(value) : Argument.of((float) value);
    }

    /** {@return a number of the type next below this one} */
    private static double below(double high, DType dtype) {
        int precision = switch (dtype) {
            case FLOAT16 -> 11;
            case BFLOAT16 -> 8;
            case FLOAT -> 24;
            default -> 53;
        };
        double spacing = Math.scalb(Math.ulp(high), 53 - precision);
        return Tensor.full(dtype, high - 0.51 * spacing).getDouble(0);
    }
}
