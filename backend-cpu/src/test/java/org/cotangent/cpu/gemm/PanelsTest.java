package org.cotangent.cpu.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.cpu.primitive.GemmTile;
import org.junit.jupiter.api.Test;

class PanelsTest {

    private record Height(int rows) implements GemmTile<float[]> {

        @Override
        public int columns() {
            return 1;
        }

        @Override
        public void multiply(int k, float[] a, int aOffset, long b, long bStride, float[] tile) {}

        @Override
        public void store(float[] tile, long c, long cStride, int rows, int columns, boolean add) {}
    }

    private static Panels<float[]> cut(int rows) {
        return new Panels<>(List.of(new Height(12), new Height(8), new Height(4)), rows);
    }

    @Test
    void panelsCoverAllRowsOnceAndFillUpFewerThanTheLowestTile() {
        for (int rows = 0; rows < 100; rows++) {
            Panels<float[]> panels = cut(rows);
            int covered = 0;
            for (int panel = 0; panel < panels.count(); panel++) {
                assertEquals(covered, panels.first(panel));
                assertTrue(panels.rows(panel) <= panels.tile(panel).rows());
                covered += panels.rows(panel);
            }
            assertEquals(rows, covered);
            assertTrue(panels.first(panels.count()) < rows + 4, "filled up: " + panels.first(panels.count()));
        }
    }

    @Test
    void mostPanelsHaveTheHighestTile() {
        List<Integer> heights = new ArrayList<>();
        Panels<float[]> panels = cut(64);
        for (int panel = 0; panel < panels.count(); panel++) {
            heights.add(panels.tile(panel).rows());
        }
        assertEquals(List.of(12, 12, 12, 12, 8, 8), heights);
    }

    @Test
    void blocksOfPanelsHaveAtLeastOnePanelAndAtMostSoManyRows() {
        Panels<float[]> panels = cut(64);
        assertEquals(1, panels.end(0, 6, 5));
        assertEquals(2, panels.end(0, 6, 35));
        assertEquals(3, panels.end(0, 3, 100));
        assertEquals(6, panels.end(2, 6, 100));
    }
}
