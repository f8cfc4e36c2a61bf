package org.cotangent.cpu.onednn;

import org.cotangent.spi.backend.Preparation;

/** Plans the calls of one operator. */
@FunctionalInterface
interface KernelPlanner {

    /**
     * Returns how to run the call. Makes nothing native.
     *
     * @throws Refusal if oneDNN cannot
     */
    KernelPlan plan(Preparation call);
}
