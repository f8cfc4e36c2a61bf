package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import org.cotangent.cpu.primitive.BlockMath;
import org.cotangent.cpu.primitive.FloatMovement;
import org.cotangent.cpu.primitive.FloatPrimitives;
import org.cotangent.cpu.primitive.FloatRows;
import org.cotangent.cpu.primitive.GemmTile;

/**
 * The loops by the Java Vector API, in the machine's preferred vector shape. Loaded by name, and only where the module
 * {@code jdk.incubator.vector} is present.
 */
public final class VectorFloatPrimitives implements FloatPrimitives {

    private static final int LEAST_BITS = 128;

    private final GemmTile small = new SmallGemmTile();
    private final GemmTile large;
    private final FloatMovement movement = new VectorFloatMovement();
    private final BlockMath blocks = new VectorFloatBlocks();
    private final FloatRows rows = new VectorFloatRows();

    /**
     * Tries the vectors of this machine.
     *
     * @throws UnsupportedOperationException if they are too narrow or compute nonsense
     */
    public VectorFloatPrimitives() {
        if (FLOATS.vectorBitSize() < LEAST_BITS) {
            throw new UnsupportedOperationException(FLOATS.vectorBitSize() + "-bit vectors are too narrow");
        }
        float two = FloatVector.broadcast(FLOATS, 1f).add(1f).lane(FLOATS.length() - 1);
        if (two != 2f) {
            throw new UnsupportedOperationException("vector addition gave " + two + " for 1 + 1");
        }
        boolean manyRegisters =
                FLOATS.vectorBitSize() == 512 || System.getProperty("os.arch").equals("aarch64");
        large = manyRegisters ? new LargeGemmTile() : small;
    }

    @Override
    public String description() {
        return "Java Vector API, " + FLOATS.vectorBitSize() + " bits";
    }

    @Override
    public int lanes() {
        return FLOATS.length();
    }

    @Override
    public GemmTile largeTile() {
        return large;
    }

    @Override
    public GemmTile smallTile() {
        return small;
    }

    @Override
    public FloatMovement movement() {
        return movement;
    }

    @Override
    public BlockMath blocks() {
        return blocks;
    }

    @Override
    public FloatRows rows() {
        return rows;
    }
}
