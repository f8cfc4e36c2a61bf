package org.cotangent.opencl.quant;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;

/** QuantizeLinear, DequantizeLinear and FakeQuantize: one work-item for each element. */
final class Quantization {
    private Quantization() {}

    static Proposal propose(Preparation call, DeviceFacts device) {
        String type = call.operator().id().type();
        if (type.equals("DequantizeLinear")) {
            return Proposal.accepted("an element each", () -> plan(call, device, dequantizing(call)));
        }
        DType codes = codes(call);
        DType quotient = quotient(call);
        if (!codes.isInteger() || codes.bits() > 16) {
            return Proposal.declined("codes of " + codes);
        }
        boolean narrow = quotient == DType.FLOAT16 || quotient == DType.BFLOAT16;
        if (!quotient.isFloating() || (quotient == DType.DOUBLE && !device.fp64())) {
            return Proposal.declined("quotients of " + quotient);
        }
        if (narrow && (isWide(call.input(0).dtype()) || isWide(call.input(1).dtype()))) {
            return Proposal.declined("quotients of " + quotient + " of wider numbers");
        }
        return Proposal.accepted("an element each", () -> plan(call, device, quantizing(call, codes, quotient)));
    }

    private static boolean isWide(DType type) {
        return type == DType.DOUBLE || type == DType.INT32;
    }

    private static DType told(Attributes attributes, String name, DType otherwise) {
        return attributes.integer(name, 0) == 0 ? otherwise : attributes.dtype(name);
    }

    private static DType codes(Preparation call) {
        return told(
                call.attributes(),
                "output_dtype",
                call.hasInput(2) ? call.input(2).dtype() : DType.UINT8);
    }

    /** The type that x is divided by the scale in: that of the scale, unless told; integers are divided in float64. */
    private static DType quotient(Preparation call) {
        DType scale = call.input(1).dtype();
        return told(call.attributes(), "precision", scale == DType.INT32 ? DType.DOUBLE : scale);
    }

    private static Source quantizing(Preparation call, DType codes, DType quotient) {
        boolean wide = quotient == DType.DOUBLE;
        boolean fake = call.operator().id().type().equals("FakeQuantize");
        Source source = Codes.bounded(Source.resource(Quantization.class, "quantize.cl"), codes)
                .define("NUMBER", wide ? "double" : "float")
                .define("QUOTIENT_" + quotient, 1);
        return fake ? source.define("FAKE", 1) : source;
    }

    private static Source dequantizing(Preparation call) {
        boolean wide = call.output(0).dtype() == DType.DOUBLE || call.input(1).dtype() == DType.DOUBLE;
        return Source.resource(Quantization.class, "quantize.cl")
                .define("NUMBER", wide ? "double" : "float")
                .define("DEQUANTIZE", 1);
    }

    private static KernelPlan plan(Preparation call, DeviceFacts device, Source typeless) {
        boolean zeroPoint = call.hasInput(2);
        ScaleSpace space =
                ScaleSpace.of(call.attributes(), call.input(0), call.input(1), zeroPoint ? call.input(2) : null);
        Source source = typeless.type("X", call.input(0).dtype())
                .type("S", call.input(1).dtype())
                .type("Y", call.output(0).dtype());
        source = zeroPoint ? source.type("Z", call.input(2).dtype()) : source;
        source = space.isLast() ? source.define("LAST", 1) : source;
        List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i < (zeroPoint ? 3 : 2); i++) {
            arguments.add(Argument.input(i));
        }
        arguments.add(Argument.output(0));
        arguments.addAll(space.arguments());
        return KernelPlan.of(new Launch(source, "quantize", space.range(device.groupSize()), arguments, false))
                .overwriting((input, output) -> input == 0 && call.input(0).equals(call.output(0)));
    }
}
