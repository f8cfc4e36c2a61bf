package org.cotangent.cpu.scalar;

import org.cotangent.cpu.primitive.BlockMath;
import org.cotangent.cpu.primitive.FloatMovement;
import org.cotangent.cpu.primitive.FloatPrimitives;
import org.cotangent.cpu.primitive.FloatRows;
import org.cotangent.cpu.primitive.GemmTile;

/** The loops in plain Java. */
public final class ScalarFloatPrimitives implements FloatPrimitives {

    private final GemmTile tile = new ScalarGemmTile();
    private final FloatMovement movement = new ScalarFloatMovement();
    private final BlockMath blocks = new ScalarFloatBlocks();
    private final FloatRows rows = new ScalarFloatRows();

    @Override
    public String description() {
        return "plain Java";
    }

    @Override
    public int lanes() {
        return 1;
    }

    @Override
    public GemmTile largeTile() {
        return tile;
    }

    @Override
    public GemmTile smallTile() {
        return tile;
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
