package org.cotangent.engine.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** Small results share memory without ever sharing an element. */
class ResultMemoryTest {
    private static final int COUNT = 500;

    @Test
    void smallResultsAreAlignedZeroAndApart() {
        ResultMemory memory = new ResultMemory(1 << 20);
        List<Tensor> tensors = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            Tensor tensor = memory.allocate(DType.FLOAT, i % 3, i % 97);
            assertEquals(0, tensor.segment().address() % Tensor.ALIGNMENT);
            assertEquals(tensor.byteSize(), tensor.segment().byteSize());
            for (long k = 0; k < tensor.elements(); k++) {
                assertEquals(0, tensor.getDouble(k));
                tensor.setDouble(k, i);
            }
            tensors.add(tensor);
        }
        for (int i = 0; i < COUNT; i++) {
            for (long k = 0; k < tensors.get(i).elements(); k++) {
                assertEquals(i, tensors.get(i).getDouble(k));
            }
        }
    }

    @Test
    void whatSmallResultsShareIsCounted() {
        ResultMemory memory = new ResultMemory(1 << 20);
        for (int i = 0; i < COUNT; i++) {
            memory.allocate(DType.FLOAT, 16);
        }
        assertTrue(memory.allocated() >= COUNT * 64L, memory.allocated() + " bytes are counted");
        assertTrue(memory.allocated() < 2 * COUNT * 64L, memory.allocated() + " bytes are taken");
    }
}
