package org.cotangent.cpu.onednn;

import org.cotangent.spi.backend.Preparation;

/** Plans the calls of one operator. */
@FunctionalInterface
interface KernelPlanner {

    /**
     * Returns how to run the call. Makes nothing native.
     *
     * @param call as if all operands stood naturally
     * @param orders how they do stand
     * @throws Refusal if oneDNN cannot
     */
    KernelPlan plan(Preparation call, OperandOrders orders);
}
