package org.cotangent.engine.kernel;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.backend.ProductPrecision;
import org.jspecify.annotations.Nullable;

/** Asks every provider for a kernel, ranks what they offer, and picks the best. */
public final class KernelSelector {
    private final List<KernelProvider> providers;
    private final Parallel parallel;
    private final ProductPrecision precision;

    /** Kernels whose products are exact. */
    public KernelSelector(List<KernelProvider> providers, Parallel parallel) {
        this(withPortable(providers), parallel, ProductPrecision.FP32);
    }

    private KernelSelector(List<KernelProvider> providers, Parallel parallel, ProductPrecision precision) {
        this.providers = providers;
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
        return new KernelSelector(providers, parallel, other);
    }

    public Parallel parallel() {
        return parallel;
    }

    public ProductPrecision precision() {
        return precision;
    }

    /**
     * The outcome of a selection.
     *
     * @param others the other candidates, and why each lost
     */
    public record Choice(String provider, Offer.Accepted offer, List<String> others) {
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
        String best = "";
        Offer.Accepted winner = null;
        List<String> others = new ArrayList<>();
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
        return winner == null ? null : new Choice(best, winner, others);
    }
}
