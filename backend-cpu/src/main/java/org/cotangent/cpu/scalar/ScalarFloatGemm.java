package org.cotangent.cpu.scalar;

import static org.cotangent.cpu.primitive.NativeMemory.getFloat;

import java.util.Arrays;
import java.util.List;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.GemmTile;
import org.cotangent.cpu.primitive.GemmWorkspace;
import org.cotangent.cpu.primitive.Movement;
import org.cotangent.cpu.primitive.RowArithmetic;

/** Products of float32 matrices in plain Java. */
public final class ScalarFloatGemm implements GemmArithmetic<float[]> {

    private static final ThreadLocal<GemmWorkspace<float[]>> WORKSPACE =
            ThreadLocal.withInitial(() -> new GemmWorkspace<>(float[]::new));

    private final List<GemmTile<float[]>> tiles = List.of(new ScalarFloatTile());
    private final Movement movement = new ScalarNarrowMovement();
    private final RowArithmetic rows = new ScalarFloatRows();

    @Override
    public int bytes() {
        return Float.BYTES;
    }

    @Override
    public List<GemmTile<float[]>> tiles() {
        return tiles;
    }

    @Override
    public float[] array(int length) {
        return new float[length];
    }

    @Override
    public GemmWorkspace<float[]> workspace() {
        return WORKSPACE.get();
    }

    @Override
    public Movement movement() {
        return movement;
    }

    @Override
    public RowArithmetic rows() {
        return rows;
    }

    @Override
    public void packPanel(
            long source,
            long rowStride,
            long columnStride,
            int rows,
            int height,
            int columns,
            double scale,
            float[] panel,
            int at) {
        float factor = (float) scale;
        if (rows < height) {
            Arrays.fill(panel, at, at + columns * height, 0f);
        }
        for (int i = 0; i < rows; i++) {
            long row = source + i * rowStride;
            for (int j = 0; j < columns; j++) {
                panel[at + j * height + i] = factor * getFloat(row + j * columnStride);
            }
        }
    }
}
