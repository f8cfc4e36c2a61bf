package org.cotangent.cpu.onednn;

import org.cotangent.spi.backend.Preparation;

/** Plans the calls of one operator. */
@FunctionalInterface
interface KernelPlanner {

    /**
     * Returns how to run the call. Makes nothing native.
     *
     * @param call as if all operands stood naturally
     * @param form how they do stand, and what is done to the result
     * @throws Refusal if oneDNN cannot
     */
    KernelPlan plan(Preparation call, CallForm form);
}
