package org.cotangent.ops.internal.text;

import org.cotangent.ops.internal.support.Broadcast;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;

/** Strings put one behind the other. */
public final class ConcatStrings implements Kernel {
    private final Broadcast broadcast;

    public ConcatStrings(Preparation call) {
        broadcast = new Broadcast(call);
    }

    @Override
    public void run(Bindings io) {
        String[] left = io.input(0).strings();
        String[] right = io.input(1).strings();
        String[] output = io.output(0).strings();
        for (int i = 0; i < output.length; i++) {
            output[i] = left[(int) broadcast.index(0, i)] + right[(int) broadcast.index(1, i)];
        }
    }
}
