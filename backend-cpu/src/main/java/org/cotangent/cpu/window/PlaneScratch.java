package org.cotangent.cpu.window;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.cotangent.cpu.primitive.Scratch;
import org.cotangent.spi.backend.Parallel;

/** Rooms of one size in native memory, one for each thread, that tasks take and put back. */
public final class PlaneScratch {

    private final BlockingQueue<MemorySegment> free;

    /** Makes rooms of so many float32 numbers, all of one value. */
    public PlaneScratch(Parallel parallel, long floats, float value) {
        free = new ArrayBlockingQueue<>(parallel.threads());
        for (int i = 0; i < parallel.threads(); i++) {
            MemorySegment room = Scratch.floats(floats);
            for (long k = 0; k < floats && value != 0; k++) {
                room.setAtIndex(ValueLayout.JAVA_FLOAT, k, value);
            }
            free.add(room);
        }
    }

    /** {@return a room that nobody else has; its contents are what its last owner left} */
    public MemorySegment take() {
        MemorySegment room = free.poll();
        if (room == null) {
            throw new IllegalStateException("more tasks run at once than there are threads");
        }
        return room;
    }

    /** Gives a room back. */
    public void put(MemorySegment room) {
        free.add(room);
    }
}
