package org.cotangent.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.backend.Device;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.ProductPrecision;
import org.jspecify.annotations.Nullable;

/**
 * Asks every provider for a kernel, ranks what they offer, and picks the best. Where a device has no kernel for a call,
 * those of the host are asked.
 */
public final class KernelSelector {
    private final @Nullable Device device;
    private final List<KernelProvider> onDevice;
    private final List<KernelProvider> onHost;
    private final Parallel parallel;
    private final ProductPrecision precision;

    /** Kernels of the host whose products are exact. */
    public KernelSelector(List<KernelProvider> providers, Parallel parallel) {
        this(null, List.of(), withPortable(providers), parallel, ProductPrecision.FP32);
    }

    /**
     * Kernels whose products are exact.
     *
     * @param onDevice providers of kernels for the device
     * @param onHost providers of kernels for the host, for calls that the device has none for
     * @param parallel the compute threads of the host
     */
    public KernelSelector(
            Device device, List<KernelProvider> onDevice, List<KernelProvider> onHost, Parallel parallel) {
        this(device, List.copyOf(onDevice), withPortable(onHost), parallel, ProductPrecision.FP32);
    }

    private KernelSelector(
            @Nullable Device device,
            List<KernelProvider> onDevice,
            List<KernelProvider> onHost,
            Parallel parallel,
            ProductPrecision precision) {
        this.device = device;
        this.onDevice = onDevice;
        this.onHost = onHost;
        this.parallel = parallel;
        this.precision = precision;
    }

    private static List<KernelProvider> withPortable(List<KernelProvider> providers) {
        List<KernelProvider> all = new ArrayList<>(providers);
        all.add(new PortableKernels());
        return List.copyOf(all);
    }

    /** {@return the choice of kernels whose products are this exact} */
    public KernelSelector with(ProductPrecision other) {
        return new KernelSelector(device, onDevice, onHost, parallel, other);
    }

    /** {@return the choice among the kernels of the host alone} */
    public KernelSelector host() {
        return device == null ? this : new KernelSelector(null, List.of(), onHost, parallel, precision);
    }

    /** {@return the choice among the kernels of the device alone} */
    public KernelSelector withoutHost() {
        return device == null ? this : new KernelSelector(device, onDevice, List.of(), parallel, precision);
    }

    public Parallel parallel() {
        return parallel;
    }

    public ProductPrecision precision() {
        return precision;
    }

    /** {@return the device whose kernels come first; null if there is none} */
    public @Nullable Device device() {
        return device;
    }

    /**
     * The outcome of a selection.
     *
     * @param onDevice whether the kernel works on the memory of the device
     * @param others the other candidates, and why each lost
     */
    public record Choice(String provider, Offer.Accepted offer, boolean onDevice, List<String> others) {
        /** {@return a kernel of the call, made now} */
        public Kernel prepare() {
            return offer.kernel().get();
        }

        public String describe() {
            return provider + ": " + offer.description();
        }
    }

    /** {@return the best kernel; null if there is none and the operator has to be expanded} */
    public @Nullable Choice select(Preparation call) {
        List<String> others = new ArrayList<>();
        Choice choice = device == null ? null : best(onDevice, true, call, others);
        return choice == null ? best(onHost, false, call, others) : choice;
    }

    /**
     * {@return the best kernel that runs where all should: on the device, if there is one} Null if there is none, so
     * that the operator should be expanded, if it can be.
     */
    public @Nullable Choice selectNative(Preparation call) {
        return best(device == null ? onHost : onDevice, device != null, call, new ArrayList<>());
    }

    private static @Nullable Choice best(
            List<KernelProvider> providers, boolean onDevice, Preparation call, List<String> others) {
        String best = "";
        Offer.Accepted winner = null;
        for (KernelProvider provider : providers) {
            switch (provider.offer(call)) {
                case Offer.Declined(String why) -> others.add(provider.name() + " declined: " + why);
                case Offer.Accepted offer -> {
                    if (winner == null || offer.rank() > winner.rank()) {
                        if (winner != null) {
                            others.add(best + " (rank " + winner.rank() + ") lost to rank " + offer.rank());
                        }
                        winner = offer;
                        best = provider.name();
                    } else {
                        others.add(provider.name() + " (rank " + offer.rank() + ") lost to rank " + winner.rank());
                    }
                }
            }
        }
        return winner == null ? null : new Choice(best, winner, onDevice, others);
    }
}
