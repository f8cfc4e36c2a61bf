package org.cotangent.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.LongStream;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/** A tensor between two strips of memory that nobody may write to. */
final class Guarded {

    private static final long STRIP = 64;
    private static final byte MARK = 0x5a;

    private final MemorySegment memory;
    private final long bytes;
    private final Tensor tensor;

    Guarded(TensorType type) {
        bytes = type.dtype().byteSize(LongStream.of(type.shape().sizes()).reduce(1, (a, b) -> a * b));
        memory = Arena.ofAuto().allocate(bytes + 2 * STRIP, 64);
        memory.fill(MARK);
        tensor = Tensor.wrap(type.dtype(), type.shape().sizes(), memory.asSlice(STRIP, bytes));
    }

    Tensor tensor() {
        return tensor;
    }

    void check() {
        for (long i = 0; i < STRIP; i++) {
            assertEquals(MARK, memory.get(ValueLayout.JAVA_BYTE, i), "written before the output");
            assertEquals(MARK, memory.get(ValueLayout.JAVA_BYTE, STRIP + bytes + i), "written behind the output");
        }
    }
}
