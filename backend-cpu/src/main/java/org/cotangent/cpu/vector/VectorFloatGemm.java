package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.FLOATS;
import static org.cotangent.cpu.vector.Lanes.load;
import static org.cotangent.cpu.vector.Lanes.loadPart;

import java.util.List;
import java.util.stream.IntStream;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.GemmTile;
import org.cotangent.cpu.primitive.GemmWorkspace;
import org.cotangent.cpu.primitive.GrowingMemory;
import org.cotangent.cpu.primitive.Movement;
import org.cotangent.cpu.primitive.RowArithmetic;
import org.cotangent.cpu.scalar.ScalarFloatGemm;

/** Products of float32 matrices by vectors. */
final class VectorFloatGemm implements GemmArithmetic<float[]> {

    private static final int LANES = FLOATS.length();
    private static final long BLOCK_BYTES = 4L * LANES * LANES;
    private static final ThreadLocal<GrowingMemory> BLOCK = ThreadLocal.withInitial(GrowingMemory::new);

    private static final List<GemmTile<float[]>> TILES = IntStream.of(Lanes.TILE_ROWS)
            .<GemmTile<float[]>>mapToObj(rows -> TileCompiler.tile(TileNumber.FLOAT, FloatTile.class, rows))
            .toList();
    private static final ThreadLocal<GemmWorkspace<float[]>> WORKSPACE =
            ThreadLocal.withInitial(() -> new GemmWorkspace<>(float[]::new));

    private final Movement movement;
    private final RowArithmetic rows;
    private final ScalarFloatGemm scalar = new ScalarFloatGemm();

    VectorFloatGemm(Movement movement, RowArithmetic rows) {
        this.movement = movement;
        this.rows = rows;
    }

    @Override
    public int bytes() {
        return Float.BYTES;
    }

    @Override
    public List<GemmTile<float[]>> tiles() {
        return TILES;
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
        if (height > LANES) {
            scalar.packPanel(source, rowStride, columnStride, rows, height, columns, scale, panel, at);
        } else if (rowStride == Float.BYTES) {
            packColumns(source, columnStride, rows, height, columns, (float) scale, panel, at);
        } else {
            boolean transposes = columnStride == Float.BYTES && LANES == RegisterTranspose.SIZE;
            int whole = transposes ? columns - columns % LANES : 0;
            packBlocks(source, rowStride, rows, height, whole, (float) scale, panel, at);
            scalar.packPanel(
                    source + whole * columnStride,
                    rowStride,
                    columnStride,
                    rows,
                    height,
                    columns - whole,
                    scale,
                    panel,
                    at + whole * height);
        }
    }

    /** Packs columns whose elements are neighbours. */
    private static void packColumns(
            long source, long stride, int rows, int height, int columns, float scale, float[] panel, int at) {
        VectorMask<Float> there = FLOATS.indexInRange(0, rows);
        VectorMask<Float> all = FLOATS.indexInRange(0, height);
        for (int j = 0; j < columns; j++) {
            loadPart(source + j * stride, there).mul(scale).intoArray(panel, at + j * height, all);
        }
    }

    /** Packs rows whose elements are neighbours, as many columns at a time as a vector has lanes. */
    private static void packBlocks(
            long source, long stride, int rows, int height, int columns, float scale, float[] panel, int at) {
        if (columns == 0) {
            return;
        }
        long block = BLOCK.get().address(BLOCK_BYTES);
        for (int j = 0; j < columns; j += LANES) {
            RegisterTranspose.transpose(source + 4L * j, stride, rows - 1, block, 4L * LANES);
            copyBlock(block, rows, height, scale, panel, at + j * height);
        }
    }

    private static void copyBlock(long block, int rows, int height, float scale, float[] panel, int at) {
        VectorMask<Float> there = FLOATS.indexInRange(0, rows);
        VectorMask<Float> all = FLOATS.indexInRange(0, height);
        FloatVector zero = FloatVector.zero(FLOATS);
        for (int j = 0; j < LANES; j++) {
            FloatVector column = load(block + 4L * LANES * j).mul(scale);
            zero.blend(column, there).intoArray(panel, at + j * height, all);
        }
    }
}
