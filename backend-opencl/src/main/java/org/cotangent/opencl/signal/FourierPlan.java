package org.cotangent.opencl.signal;

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
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/** The launches of DFT: one for each small factor of the length; all terms added up if there is a large one. */
final class FourierPlan {
    private static final int[] RADICES = {4, 2, 3, 5, 7, 11, 13};
    private static final int LONGEST_SUM = 4096;
    private static final int GROUP = 64;

    private final Preparation call;
    private final int axis;
    private final int length;
    private final int lines;
    private final int inner;
    private final boolean wide;
    private final boolean exactTurns;
    private final List<Integer> factors = new ArrayList<>();

    /** The length and the axis must be known. */
    FourierPlan(Preparation call, DeviceFacts device) {
        this.call = call;
        DType type = call.input(0).dtype();
        Shape x = call.input(0).shape();
        Tensor givenLength = call.hasInput(1) ? call.constant(1) : null;
        Tensor givenAxis = call.hasInput(2) ? call.constant(2) : null;
        axis = x.axis(givenAxis == null ? -2 : givenAxis.getLong(0));
        long size = x.size(axis);
        length = Math.toIntExact(givenLength != null ? givenLength.getLong(0) : isToReal() ? 2 * (size - 1) : size);
        inner = Math.toIntExact(x.elements(axis + 1, x.rank() - 1).size());
        lines = Math.toIntExact(x.elements(0, axis).size() * inner);
        wide = type == DType.DOUBLE || (type != DType.FLOAT && device.fp64());
        exactTurns = device.fp64();
        int rest = length;
        for (int radix : RADICES) {
            for (; rest > 1 && rest % radix == 0; rest /= radix) {
                factors.add(radix);
            }
        }
        if (rest > 1) {
            factors.clear();
        }
    }

    Proposal propose() {
        return length > LONGEST_SUM && factors.isEmpty()
                ? Proposal.declined("a length of " + length + ", which has large prime factors")
                : Proposal.accepted(factors.isEmpty() ? "sums" : "stages", this::plan);
    }

    /** Whether a half spectrum becomes a real signal. */
    private boolean isToReal() {
        return call.attributes().flag("inverse") && call.attributes().flag("onesided");
    }

    private Source source() {
        Shape x = call.input(0).shape();
        Source source = Source.resource(FourierPlan.class, "fourier.cl")
                .type("T", call.input(0).dtype())
                .define("NUMBER", wide ? "double" : "float")
                .define("TURN", exactTurns ? "double" : "float")
                .define("PARTS", x.size(x.rank() - 1));
        source = call.attributes().flag("inverse") ? source.define("INVERSE", 1) : source;
        return isToReal() ? source.define("TO_REAL", 1) : source;
    }

    private KernelPlan plan() {
        Source source = source();
        int bytes = wide ? Double.BYTES : Float.BYTES;
        int results = Math.toIntExact(call.output(0).shape().size(axis));
        int size = Math.toIntExact(call.input(0).shape().size(axis));
        long half = Math.ceilDiv(2L * length * lines * bytes, 64) * 64;
        Argument table = new Argument.Kept(0, bytes);
        Argument from = new Argument.Scratch(0, bytes);
        Argument to = new Argument.Scratch(half, bytes);
        List<Launch> launches = new ArrayList<>();
        launches.add(Launch.of(source, "circle", Range.of(length, GROUP), table, Argument.of(length))
                .atFirst());
        launches.add(launch(source, "gathered", length, Argument.input(0), from, of(length), of(size), of(inner)));
        int step = 1;
        for (int radix : factors) {
            launches.add(launch(source, "stage", length / radix, from, table, to, of(length), of(radix), of(step)));
            Argument swapped = from;
            from = to;
            to = swapped;
            step *= radix;
        }
        if (factors.isEmpty()) {
            launches.add(launch(source, "summed", length, from, table, to, of(length)));
            from = to;
        }
        launches.add(
                launch(source, "scattered", results, from, Argument.output(0), of(length), of(results), of(inner)));
        return KernelPlan.of(launches).withScratch(2 * half).withKept(2L * length * bytes);
    }

    private static Argument of(int value) {
        return Argument.of(value);
    }

    /** A launch for so many numbers of all lines, whose count is its last argument. */
    private Launch launch(Source source, String entry, int numbers, Argument... own) {
        List<Argument> arguments = new ArrayList<>(List.of(own));
        arguments.add(Argument.of(lines));
        return new Launch(source, entry, Range.of(numbers, GROUP, lines, 1), arguments, false);
    }
}
