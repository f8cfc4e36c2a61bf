package org.cotangent.cpu.vector;

import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.GemmTile;
import org.cotangent.cpu.primitive.GemmWorkspace;
import org.cotangent.cpu.primitive.Movement;
import org.cotangent.cpu.primitive.RowArithmetic;
import org.cotangent.cpu.scalar.ScalarDoubleGemm;

/** Products of float64 matrices by vectors. */
final class VectorDoubleGemm implements GemmArithmetic<double[]> {

    private static final List<GemmTile<double[]>> TILES = IntStream.of(Lanes.TILE_ROWS)
            .<GemmTile<double[]>>mapToObj(rows -> TileCompiler.tile(TileNumber.DOUBLE, DoubleTile.class, rows))
            .toList();
    private static final ThreadLocal<GemmWorkspace<double[]>> WORKSPACE =
            ThreadLocal.withInitial(() -> new GemmWorkspace<>(double[]::new));

    private final Movement movement;
    private final RowArithmetic rows;
    private final ScalarDoubleGemm scalar = new ScalarDoubleGemm();

    VectorDoubleGemm(Movement movement, RowArithmetic rows) {
        this.movement = movement;
        this.rows = rows;
    }

    @Override
    public int bytes() {
        return Double.BYTES;
    }

    @Override
    public List<GemmTile<double[]>> tiles() {
        return TILES;
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
        scalar.packPanel(source, rowStride, columnStride, rows, height, columns, scale, panel, at);
    }
}
