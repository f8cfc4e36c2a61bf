package org.cotangent.train;

import org.cotangent.spi.tensor.DType;

/**
 * The element type in which a training step computes products. Parameters, their gradients and what the optimiser keeps
 * are always of the model's own types: small changes are not lost.
 */
public enum Precision {
    /** The types of the model. */
    MODEL(DType.FLOAT),
    /**
     * float32 tensors are rounded to bfloat16 where they enter matrix products, convolutions, attention and recurrent
     * networks, and stay so through operators that move, compare, add or multiply elements. Everything else is computed
     * in float32, losses, reductions, softmax and normalisations above all. PyTorch's autocast with bfloat16.
     */
    BFLOAT16(DType.BFLOAT16),
    /**
     * The same with float16, and with a scale of the loss that keeps gradients from vanishing: it is halved, and the
     * update left out, when a gradient is infinite or not a number, and doubled after 2000 good updates. PyTorch's
     * autocast with float16 and its GradScaler.
     */
    FLOAT16(DType.FLOAT16);

    private final DType products;

    Precision(DType products) {
        this.products = products;
    }

    /** {@return the type that stands in for float32 in products} */
    DType products() {
        return products;
    }

    boolean scalesLoss() {
        return this == FLOAT16;
    }
}
