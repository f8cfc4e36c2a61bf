package org.cotangent.opencl.signal;

import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.Argument;
import org.cotangent.opencl.kernel.ElementType;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.Launch;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.kernel.Range;
import org.cotangent.opencl.kernel.Source;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;

/** A kernel for DFT that adds up all terms, with a table of cosines and sines; for lengths where that is quick. */
public final class SignalKernels implements OpenClKernels {
    private static final int LONGEST = 4096;
    private static final int GROUP = 64;

    @Override
    public String name() {
        return "signal";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        if (!call.operator().id().type().equals("DFT")) {
            return Proposal.declined("no transform of signals");
        }
        DType type = call.input(0).dtype();
        if (!ElementType.supports(type) || (type == DType.DOUBLE && !device.fp64())) {
            return Proposal.declined("the device has no elements of " + type);
        }
        if ((call.hasInput(1) && call.constant(1) == null) || (call.hasInput(2) && call.constant(2) == null)) {
            return Proposal.declined("the length or the axis is not constant");
        }
        int length = length(call);
        return length > LONGEST
                ? Proposal.declined("more than " + LONGEST + " terms: the fast transform of the processor is better")
                : Proposal.accepted("sums", () -> plan(call, device, length));
    }

    private static int axis(Preparation call) {
        var given = call.hasInput(2) ? call.constant(2) : null;
        return call.input(0).shape().axis(given == null ? -2 : given.getLong(0));
    }

    private static int length(Preparation call) {
        var given = call.hasInput(1) ? call.constant(1) : null;
        long size = call.input(0).shape().size(axis(call));
        return Math.toIntExact(given != null ? given.getLong(0) : isToReal(call) ? 2 * (size - 1) : size);
    }

    /** Whether a half spectrum becomes a real signal. */
    private static boolean isToReal(Preparation call) {
        return call.attributes().flag("inverse") && call.attributes().flag("onesided");
    }

    private static KernelPlan plan(Preparation call, DeviceFacts device, int length) {
        DType type = call.input(0).dtype();
        Shape x = call.input(0).shape();
        int axis = axis(call);
        boolean wide = type == DType.DOUBLE || (type != DType.FLOAT && device.fp64());
        int inner = Math.toIntExact(x.elements(axis + 1, x.rank() - 1).size());
        int lines = Math.toIntExact(x.elements(0, axis).size() * inner);
        int results = Math.toIntExact(call.output(0).shape().size(axis));
        int bytes = wide ? Double.BYTES : Float.BYTES;
        Source source = Source.resource(SignalKernels.class, "fourier.cl")
                .type("T", type)
                .define("NUMBER", wide ? "double" : "float")
                .define("PARTS", x.size(x.rank() - 1));
        source = call.attributes().flag("inverse") ? source.define("INVERSE", 1) : source;
        source = isToReal(call) ? source.define("TO_REAL", 1) : source;
        Argument table = new Argument.Kept(0, bytes);
        Launch circle = Launch.of(source, "circle", Range.of(length, GROUP), table, Argument.of(length));
        Launch transform = Launch.of(
                source,
                "transform",
                Range.of(results, GROUP, lines, 1),
                Argument.input(0),
                table,
                Argument.output(0),
                Argument.of(length),
                Argument.of(Math.toIntExact(x.size(axis))),
                Argument.of(results),
                Argument.of(inner),
                Argument.of(lines));
        return KernelPlan.of(circle.atFirst(), transform).withKept(2L * length * bytes);
    }
}
