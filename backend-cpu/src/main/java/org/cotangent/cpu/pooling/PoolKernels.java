package org.cotangent.cpu.pooling;

import java.util.Arrays;
import java.util.List;
import org.cotangent.cpu.CpuBackend;
import org.cotangent.cpu.primitive.PrimitiveSelection;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.window.Window;
import org.cotangent.cpu.window.WindowAxis;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Forward;

/** Float32 kernels of MaxPool, its derivative, and AveragePool. */
public final class PoolKernels implements KernelProvider {

    private final Primitives primitives;
    private final MaxPoolOffers maxima;

    /** Uses the best loops of this virtual machine. */
    public PoolKernels() {
        this(PrimitiveSelection.select());
    }

    PoolKernels(Primitives primitives) {
        this.primitives = primitives;
        this.maxima = new MaxPoolOffers(primitives);
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
        if (call.operator().forward() instanceof Forward.Composite composite) {
            MaxPoolForm form = MaxPoolForm.of(composite.operator().id().qualifiedName());
            return form == null ? Offer.declined("not a pooling by maxima") : maxima.composite(call, composite, form);
        }
        String operator = call.operator().id().qualifiedName();
        MaxPoolForm form = MaxPoolForm.of(operator);
        if (form != null && !call.hasOutput(1)) {
            return maxima.planes(call, form);
        }
        return switch (operator) {
            case "MaxPool" -> offer(call, true);
            case "AveragePool" -> offer(call, false);
            default -> Offer.declined("not a pooling");
        };
    }

    private Offer offer(Preparation call, boolean max) {
        String obstacle = Pools.obstacle(call);
        return obstacle != null
                ? Offer.declined(obstacle)
                : new Offer.Accepted(
                        Offer.NATIVE,
                        "padded planes, " + primitives.description(),
                        () -> max ? maximum(call) : average(call));
    }

    private static List<WindowAxis> axes(Preparation call) {
        return Pools.axes(call.output(0).shape().sizes(), call);
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
        Window window = Pools.window(call.output(0).shape().sizes(), call);
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
