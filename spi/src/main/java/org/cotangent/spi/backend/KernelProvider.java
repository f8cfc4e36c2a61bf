package org.cotangent.spi.backend;

/** A plug-in (through {@link java.util.ServiceLoader}) with kernels for a backend, for any operators, by anyone. */
public interface KernelProvider {
    /** {@return the name of the backend the kernels are for} */
    String backend();

    /** {@return the name of this provider, for reports} */
    String name();

    /** {@return the name, and what is to be known about its kernels on this machine} */
    default String describe() {
        return name();
    }

    /** {@return whether and how this call can be run} Cheap: preparation happens in {@link Offer.Accepted#kernel()}. */
    Offer offer(Preparation call);
}
