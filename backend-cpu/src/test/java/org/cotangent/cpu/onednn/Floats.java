package org.cotangent.cpu.onednn;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** A dense tensor of floats for tests, in native memory. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Floats(long[] shape, MemorySegment data) {

    static Floats zeros(Arena arena, long... shape) {
        long count = 1;
        for (long size : shape) {
            count *= size;
        }
        return new Floats(shape, arena.allocate(Math.max(1, count) * Float.BYTES, ProgramBuilder.ALIGNMENT));
    }

    static Floats random(Arena arena, Random random, long... shape) {
        Floats result = zeros(arena, shape);
        for (int i = 0; i < result.count(); i++) {
            result.set(i, random.nextFloat() * 2 - 1);
        }
        return result;
    }

    int count() {
        return (int) (data.byteSize() / Float.BYTES);
    }

    float get(long i) {
        return data.getAtIndex(ValueLayout.JAVA_FLOAT, i);
    }

    void set(long i, float value) {
        data.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
    }

    long address() {
        return data.address();
    }
}
