package org.cotangent.ops.internal.elementwise;

import org.cotangent.ops.internal.numbers.Numbers;
import org.cotangent.ops.internal.support.Broadcast;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Powers whose exponents are of another element type than the bases. */
public final class MixedPower implements Kernel {
    private final Broadcast broadcast;
    private final boolean whole;

    public MixedPower(Preparation call) {
        broadcast = new Broadcast(call);
        whole = call.input(0).dtype().isInteger() && call.input(1).dtype().isInteger();
    }

    @Override
    public void run(Bindings io) {
        Tensor base = io.input(0);
        Tensor exponent = io.input(1);
        Tensor power = io.output(0);
        for (long i = 0; i < power.elements(); i++) {
            long x = broadcast.index(0, i);
            long y = broadcast.index(1, i);
            if (whole) {
                power.setLong(i, BinaryFunction.POW.onIntegers().applyAsLong(base.getLong(x), exponent.getLong(y)));
            } else {
                double value = Math.pow(base.getDouble(x), exponent.getDouble(y));
                power.setDouble(i, power.dtype() == DType.DOUBLE ? value : rounded(power.dtype(), value));
            }
        }
    }

    private static double rounded(DType dtype, double value) {
        return dtype == DType.FLOAT16 || dtype == DType.BFLOAT16 ? Numbers.roundToOdd(value) : value;
    }
}
