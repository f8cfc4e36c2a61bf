package org.cotangent.ops.reduce;

import java.util.List;
import org.cotangent.ops.internal.reduce.Products;
import org.cotangent.ops.internal.reduce.ReduceOperator;
import org.cotangent.ops.internal.reduce.Reduction;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;

/**
 * The product of the elements along axes; 1 over no elements. Integers wrap around. The derivative holds where elements
 * are 0, too.
 *
 * <p>ONNX ReduceProd, version 18.
 */
public final class ReduceProd extends ReduceOperator {
    private static final Reduction PRODUCT = Reduction.of(Reduction.Combine.PRODUCT);

    public ReduceProd() {
        super(
                "ReduceProd",
                18,
                wide(),
                new Forward.HostKernel(
                        call -> prepare(PRODUCT, call), (f, call) -> List.of(Products.reduced(f, call))));
    }

    @Override
    protected Dim ofSizes(List<Dim> sizes) {
        return Shape.of(sizes).elements();
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }
}
