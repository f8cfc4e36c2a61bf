package org.cotangent.ops.internal.elementwise;

import org.cotangent.ops.internal.support.Broadcast;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;

/** Whether strings are equal. */
public final class EqualStrings implements Kernel {
    private final Broadcast broadcast;

    public EqualStrings(Preparation call) {
        broadcast = new Broadcast(call);
    }

    @Override
    public void run(Bindings io) {
        String[] left = io.input(0).strings();
        String[] right = io.input(1).strings();
        Tensor output = io.output(0);
        for (long i = 0; i < output.elements(); i++) {
            String x = left[(int) broadcast.index(0, i)];
            String y = right[(int) broadcast.index(1, i)];
            output.setLong(i, x.equals(y) ? 1 : 0);
        }
    }
}
