package org.cotangent.opencl.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.cotangent.opencl.DeviceFacts;
import org.cotangent.opencl.OpenClBackend;
import org.cotangent.opencl.OpenClDevice;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.opencl.kernel.Proposal;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** Offers what the families of OpenCL kernels propose. */
public final class OpenClKernelProvider implements KernelProvider {
    private final List<OpenClKernels> families;

    /** All families that the class loader of this class sees. */
    public OpenClKernelProvider() {
        this(ServiceLoader.load(OpenClKernels.class, OpenClKernels.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    /** These families. */
    public OpenClKernelProvider(List<OpenClKernels> families) {
        this.families = List.copyOf(families);
    }

    @Override
    public String backend() {
        return OpenClBackend.NAME;
    }

    @Override
    public String name() {
        return "opencl";
    }

    @Override
    public String describe() {
        return families.stream().map(OpenClKernels::name).sorted().collect(Collectors.joining(", "));
    }

    @Override
    public Offer offer(Preparation call) {
        OpenClDevice device = call.device() instanceof OpenClDevice open ? open : null;
        DeviceFacts facts = device == null ? DeviceFacts.typical() : device.facts();
        String obstacle = obstacle(call, facts);
        if (obstacle != null) {
            return Offer.declined(obstacle);
        }
        List<String> reasons = new ArrayList<>();
        Proposal.Accepted best = null;
        for (OpenClKernels family : families) {
            switch (family.propose(call, facts)) {
                case Proposal.Unrelated unrelated -> {}
                case Proposal.Declined(String why) -> reasons.add(family.name() + ": " + why);
                case Proposal.Accepted proposal -> {
                    if (best == null || proposal.rank() > best.rank()) {
                        best = proposal;
                    }
                }
            }
        }
        if (best == null) {
            return Offer.declined(
                    reasons.isEmpty()
                            ? "no kernel for " + call.operator().id().qualifiedName()
                            : String.join("; ", reasons));
        }
        Proposal.Accepted chosen = best;
        return new Offer.Accepted(chosen.rank(), chosen.description(), () -> kernel(call, chosen, device));
    }

    private static Kernel kernel(Preparation call, Proposal.Accepted proposal, @Nullable OpenClDevice device) {
        if (device == null) {
            throw new IllegalStateException(call.name() + " is prepared for OpenCL without a device");
        }
        return new LaunchKernel(proposal.plan().get(), device);
    }

    /** {@return why no kernel of the device can take the call, whatever the operator; null if one may} */
    private static @Nullable String obstacle(Preparation call, DeviceFacts facts) {
        for (int i = 0; i < call.inputCount(); i++) {
            String why = call.hasInput(i) ? obstacle(call.findInput(i), facts) : null;
            if (why != null) {
                return "input " + i + " " + why;
            }
        }
        for (int i = 0; i < call.outputCount(); i++) {
            String why = call.hasOutput(i) ? obstacle(call.findOutput(i), facts) : null;
            if (why != null) {
                return "output " + i + " " + why;
            }
        }
        return null;
    }

    private static @Nullable String obstacle(@Nullable TensorType type, DeviceFacts facts) {
        if (type == null) {
            return "is no tensor";
        }
        if (!type.isStatic()) {
            return "has sizes that depend on the data";
        }
        if (type.dtype().bits() < 8) {
            return "has elements of " + type.dtype() + ", which are no whole bytes";
        }
        if (type.shape().elements().size() > Integer.MAX_VALUE) {
            return "has more elements than an int counts";
        }
        if (type.dtype().byteSize(type.shape().elements().size()) > facts.largestBlock()) {
            return "is larger than the largest block of the device";
        }
        return null;
    }
}
