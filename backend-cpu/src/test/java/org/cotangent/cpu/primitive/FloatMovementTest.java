package org.cotangent.cpu.primitive;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FloatMovementTest {

    private static final int[] SIZES = {0, 1, 3, 15, 16, 17, 32, 50};

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void transposeSwapsRowsAndColumnsAndNothingElse(FloatPrimitives twin) {
        for (int rows : SIZES) {
            for (int columns : SIZES) {
                int width = columns + 2;
                int height = rows + 3;
                try (Arena arena = Arena.ofConfined()) {
                    MemorySegment source = numbered(arena, (long) rows * width);
                    MemorySegment target = arena.allocate(4L * columns * height + 4, 64);
                    twin.movement()
                            .transpose(source.address(), 4L * width, target.address(), 4L * height, rows, columns);
                    for (int j = 0; j < columns; j++) {
                        for (int i = 0; i < height; i++) {
                            int expected = i < rows ? i * width + j + 1 : 0;
                            assertEquals(expected, target.getAtIndex(ValueLayout.JAVA_INT, (long) j * height + i));
                        }
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void copyRowsKeepsWhatLiesBetweenThem(FloatPrimitives twin) {
        for (int columns : SIZES) {
            try (Arena arena = Arena.ofConfined()) {
                int width = columns + 1;
                MemorySegment source = numbered(arena, 5L * width);
                MemorySegment target = arena.allocate(4L * 5 * width, 64);
                twin.movement().copyRows(source.address(), 4L * width, target.address(), 4L * width, 5, columns);
                for (int i = 0; i < 5 * width; i++) {
                    assertEquals(i % width < columns ? i + 1 : 0, target.getAtIndex(ValueLayout.JAVA_INT, i));
                }
            }
        }
    }

    private static MemorySegment numbered(Arena arena, long elements) {
        MemorySegment segment = arena.allocate(4 * elements + 4, 64);
        for (long i = 0; i < elements; i++) {
            segment.setAtIndex(ValueLayout.JAVA_INT, i, (int) i + 1);
        }
        return segment;
    }
}
