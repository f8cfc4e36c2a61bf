package org.cotangent.opencl.pooling;

import java.util.function.Supplier;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.kernel.KernelPlan;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.opencl.reduce.Combination;
import org.cotangent.opencl.reduce.Elements;
import org.cotangent.opencl.reduce.Reduction;
import org.cotangent.spi.backend.Preparation;

/** Kernels of poolings, of the derivative of MaxPool, and of MaxUnpool. */
public final class PoolingKernels implements OpenClKernels {
    private static final int MOST_AXES = 3;

    @Override
    public String name() {
        return "pooling";
    }

    @Override
    public Proposal propose(Preparation call, DeviceFacts device) {
        Proposal proposal = switch (call.operator().id().qualifiedName()) {
            case "GlobalAveragePool" -> global(call, device, Combination.MEAN);
            case "GlobalMaxPool" -> global(call, device, Combination.MAX);
            case "MaxPool", "AveragePool", "LpPool" ->
                ofWindows(call, "windows", () -> new WindowPool(call, device).plan());
            case "org.cotangent::MaxPoolGather" ->
                ofWindows(call, "windows", () -> new WindowPool(call, device).gather());
            case "org.cotangent::MaxPoolScatter" ->
                ofWindows(call, "windows, back", () -> new WindowPool(call, device).scatter());
            case "MaxUnpool" -> ofWindows(call, "places", () -> Unpool.plan(call, device));
            default -> Proposal.unrelated();
        };
        String obstacle = proposal instanceof Proposal.Accepted ? Elements.obstacle(call, device) : null;
        return obstacle == null ? proposal : Proposal.declined(obstacle);
    }

    private static Proposal ofWindows(Preparation call, String description, Supplier<KernelPlan> plan) {
        int axes = call.input(0).shape().rank() - 2;
        return axes > MOST_AXES
                ? Proposal.declined("windows over " + axes + " axes")
                : Proposal.accepted(description, plan);
    }

    private static Proposal global(Preparation call, DeviceFacts device, Combination combination) {
        long[] sizes = call.input(0).shape().sizes();
        boolean[] reduced = new boolean[sizes.length];
        for (int axis = 2; axis < sizes.length; axis++) {
            reduced[axis] = true;
        }
        Reduction reduction = new Reduction(device, combination, call.input(0).dtype(), sizes, reduced);
        return Proposal.accepted("reduction", () -> reduction.plan(0, 0));
    }
}
