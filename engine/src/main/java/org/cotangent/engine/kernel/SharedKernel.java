package org.cotangent.engine.kernel;

import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;

/** A kernel that callers use in turn. It is closed when it is kept no longer and nobody uses it. */
final class SharedKernel {
    private final Kernel kernel;
    private int users;
    private boolean dropped;

    SharedKernel(Kernel kernel) {
        this.kernel = kernel;
    }

    /** {@return whether it ran} A kernel that is kept no longer does not. */
    boolean run(Bindings io) {
        synchronized (this) {
            if (dropped) {
                return false;
            }
            users++;
        }
        try {
            synchronized (kernel) {
                kernel.run(io);
            }
            return true;
        } finally {
            leave();
        }
    }

    private void leave() {
        boolean last;
        synchronized (this) {
            users--;
            last = dropped && users == 0;
        }
        if (last) {
            kernel.close();
        }
    }

    /** Says that it is kept no longer. */
    void drop() {
        boolean idle;
        synchronized (this) {
            dropped = true;
            idle = users == 0;
        }
        if (idle) {
            kernel.close();
        }
    }
}
