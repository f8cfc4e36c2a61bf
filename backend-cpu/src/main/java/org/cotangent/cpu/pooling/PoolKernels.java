package org.cotangent.cpu.pooling;

import java.util.Arrays;
import java.util.List;
import org.cotangent.cpu.CpuBackend;
import org.cotangent.cpu.primitive.PrimitiveSelection;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.window.Window;
import org.cotangent.cpu.window.WindowAxis;
import org.cotangent.cpu.window.WindowSpace;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.jspecify.annotations.Nullable;

/** Float32 kernels of MaxPool and AveragePool. */
public final class PoolKernels implements KernelProvider {

    private static final long MOST_ELEMENTS = 1 << 28;

    private final Primitives primitives;

    /** Uses the best loops of this virtual machine. */
    public PoolKernels() {
        this(PrimitiveSelection.select());
    }

    PoolKernels(Primitives primitives) {
        this.primitives = primitives;
    }

    @Override
    public String backend() {
        return CpuBackend.NAME;
    }

    @Override
    public String name() {
        return "pooling";
    }

    @Override
    public Offer offer(Preparation call) {
        return switch (call.operator().id().qualifiedName()) {
            case "MaxPool" -> offer(call, true);
            case "AveragePool" -> offer(call, false);
            default -> Offer.declined("not a pooling");
        };
    }

    private Offer offer(Preparation call, boolean max) {
        String obstacle = obstacle(call);
        return obstacle != null
                ? Offer.declined(obstacle)
                : new Offer.Accepted(
                        Offer.NATIVE,
                        "padded planes, " + primitives.description(),
                        () -> max ? maximum(call) : average(call));
    }

    private static @Nullable String obstacle(Preparation call) {
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

    private static Window window(Preparation call) {
        return Window.of(
                call.attributes(),
                spatial(call.input(0).shape().sizes()),
                call.attributes().integers("kernel_shape"),
                spatial(call.output(0).shape().sizes()));
    }

    private static List<WindowAxis> axes(Preparation call) {
        return WindowSpace.axes(
                window(call),
                spatial(call.input(0).shape().sizes()),
                spatial(call.output(0).shape().sizes()));
    }

    private static long planes(Preparation call) {
        return call.input(0).shape().elements(0, 2).size();
    }

    private Kernel maximum(Preparation call) {
        boolean columnMajor = call.attributes().flag("storage_order");
        return new MaxPoolKernel(primitives, axes(call), planes(call), call.hasOutput(1), columnMajor, call.parallel());
    }

    private Kernel average(Preparation call) {
        return new AveragePoolKernel(primitives, axes(call), planes(call), divisors(call), call.parallel());
    }

    /** For each window the number of its taps inside the plane or, if that counts, inside plane and pads. */
    private static double[] divisors(Preparation call) {
        Attributes attributes = call.attributes();
        boolean counts = attributes.flag("count_include_pad");
        boolean told = List.of("NOTSET", "").contains(attributes.text("auto_pad", "NOTSET"));
        long[] pads = attributes.integersOrNull("pads");
        Window window = window(call);
        List<WindowAxis> axes = axes(call);
        double[] inside = {1};
        for (int i = 0; i < axes.size(); i++) {
            WindowAxis axis = axes.get(i);
            long end = told ? (pads == null || pads.length == 0 ? 0 : pads[axes.size() + i]) : window.after()[i];
            long least = counts ? -window.before()[i] : 0;
            long most = axis.size() + (counts ? end : 0);
            double[] wider = new double[inside.length * axis.count()];
            for (int k = 0; k < wider.length; k++) {
                int o = k % axis.count();
                long taps = Arrays.stream(axis.taps())
                        .filter(tap -> o * axis.stride() + tap >= least && o * axis.stride() + tap < most)
                        .count();
                wider[k] = inside[k / axis.count()] * taps;
            }
            inside = wider;
        }
        return inside;
    }
}
