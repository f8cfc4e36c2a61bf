package org.cotangent.cpu.scalar;

import static org.cotangent.cpu.primitive.NativeMemory.getDouble;

import java.util.Arrays;
import java.util.List;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.GemmTile;
import org.cotangent.cpu.primitive.GemmWorkspace;
import org.cotangent.cpu.primitive.Movement;
import org.cotangent.cpu.primitive.RowArithmetic;

/** Products of float64 matrices in plain Java. */
public final class ScalarDoubleGemm implements GemmArithmetic<double[]> {

    private static final ThreadLocal<GemmWorkspace<double[]>> WORKSPACE =
            ThreadLocal.withInitial(() -> new GemmWorkspace<>(double[]::new));

    private final List<GemmTile<double[]>> tiles = List.of(new ScalarDoubleTile());
    private final Movement movement = new ScalarWideMovement();
    private final RowArithmetic rows = new ScalarDoubleRows();

    @Override
    public int bytes() {
        return Double.BYTES;
    }

    @Override
    public List<GemmTile<double[]>> tiles() {
        return tiles;
    }

    @Override
    public double[] array(int length) {
        return new double[length];
    }

    @Override
    public GemmWorkspace<double[]> workspace() {
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
            double[] panel,
            int at) {
        if (rows < height) {
            Arrays.fill(panel, at, at + columns * height, 0.0);
        }
        for (int i = 0; i < rows; i++) {
            long row = source + i * rowStride;
            for (int j = 0; j < columns; j++) {
                panel[at + j * height + i] = scale * getDouble(row + j * columnStride);
            }
        }
    }
}
