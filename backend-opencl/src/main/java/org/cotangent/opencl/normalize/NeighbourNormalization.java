package org.cotangent.opencl.normalize;

import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.reduce.Elements;
import org.cotangent.opencl.reduce.Line;
import org.cotangent.opencl.reduce.Lines;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;

/** LRN: each element is divided by a power of the sum of squares of neighbouring channels. */
final class NeighbourNormalization {
    private NeighbourNormalization() {}

    static Proposal propose(Preparation call, DeviceFacts device) {
        return Proposal.accepted("neighbouring channels", () -> plan(call, device));
    }

    private static KernelPlan plan(Preparation call, DeviceFacts device) {
        Shape shape = call.input(0).shape();
        Attributes attributes = call.attributes();
        DType computed = Elements.computed(call.input(0).dtype());
        int size = Math.toIntExact(attributes.integer("size"));
        int before = (size - 1) / 2;
        Line images = Line.between(shape, 1, 2);
        Line elements = new Line(images.outer() * images.length(), 1, images.inner());
        List<Argument> arguments = List.of(
                Argument.input(0),
                Argument.output(0),
                Elements.number(computed, attributes.real("alpha") / size),
                Elements.number(computed, attributes.real("bias")),
                Elements.number(computed, -attributes.real("beta")),
                Argument.of(images.length()),
                Argument.of(before),
                Argument.of(size - 1 - before));
        return KernelPlan.of(Lines.columns(
                device,
                computed,
                elements,
                "lrn",
                code -> code.vectorType("X", call.input(0).dtype()),
                arguments));
    }
}
