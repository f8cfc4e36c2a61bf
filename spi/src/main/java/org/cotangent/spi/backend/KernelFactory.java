package org.cotangent.spi.backend;

/** Makes the portable kernel of a call. */
@FunctionalInterface
public interface KernelFactory {
    /** {@return the kernel} Takes every call that passed the operator's checks. */
    Kernel prepare(Preparation call);
}
