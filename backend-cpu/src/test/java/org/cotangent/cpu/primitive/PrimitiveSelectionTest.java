package org.cotangent.cpu.primitive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class PrimitiveSelectionTest {

    @Test
    void vectorsAreChosenWhereTheModuleIsPresent() {
        Primitives chosen = PrimitiveSelection.select();
        assertTrue(chosen.description().startsWith("Java Vector API"), chosen.description());
        assertTrue(chosen.lanes() >= 4);
    }

    @Test
    void plainJavaCanBeAskedFor() {
        System.setProperty(PrimitiveSelection.PRIMITIVES_PROPERTY, "scalar");
        try {
            assertEquals("plain Java", PrimitiveSelection.select().description());
        } finally {
            System.clearProperty(PrimitiveSelection.PRIMITIVES_PROPERTY);
        }
    }
}
