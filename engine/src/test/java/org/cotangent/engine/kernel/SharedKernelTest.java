package org.cotangent.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.RandomSource;
import org.junit.jupiter.api.Test;

/** A kernel is closed once, and never while it runs. */
class SharedKernelTest {
    private final Bindings io =
            new CallBindings(List.of(), List.of(), new RandomSource(0, 0), new ResultMemory(1 << 20));
    private int closed;

    private SharedKernel kernel(Runnable work) {
        return new SharedKernel(new Kernel() {
            @Override
            public void run(Bindings bindings) {
                work.run();
                assertEquals(0, closed, "closed while it runs");
            }

            @Override
            public void close() {
                closed++;
            }
        });
    }

    @Test
    void anIdleKernelIsClosedWhenItIsDropped() {
        SharedKernel kernel = kernel(() -> {});
        assertTrue(kernel.run(io));
        kernel.drop();
        assertEquals(1, closed);
        assertFalse(kernel.run(io));
        assertEquals(1, closed);
    }

    @Test
    void aKernelThatIsDroppedByItsOwnRunIsClosedAfterIt() {
        SharedKernel[] self = new SharedKernel[1];
        self[0] = kernel(() -> self[0].drop());
        assertTrue(self[0].run(io));
        assertEquals(1, closed);
    }
}
