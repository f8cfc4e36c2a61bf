package org.cotangent.cpu.vector;

import static org.cotangent.cpu.vector.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;
import org.cotangent.cpu.primitive.BlockMath;
import org.cotangent.cpu.primitive.ChannelWindowLoops;
import org.cotangent.cpu.primitive.FloatRows;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.LoopCompiler;
import org.cotangent.cpu.primitive.Movement;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.RecurrentLoops;
import org.cotangent.cpu.primitive.RowArithmetic;
import org.cotangent.cpu.primitive.WindowLoops;
import org.cotangent.cpu.scalar.ScalarWideMovement;

/**
 * The loops by the Java Vector API, in the machine's preferred vector shape. Loaded by name, and only where the module
 * {@code jdk.incubator.vector} is present.
 */
public final class VectorPrimitives implements Primitives {

    private static final int LEAST_BITS = 128;

    private final Movement movement = new VectorMovement();
    private final Movement wideMovement = new ScalarWideMovement();
    private final BlockMath blocks = new VectorFloatBlocks();
    private final BlockMath doubleBlocks = new VectorDoubleBlocks();
    private final FloatRows rows = new VectorFloatRows();
    private final RowArithmetic doubleRows = new VectorDoubleRows();
    private final LoopCompiler loops = new VectorLoopCompiler();
    private final WindowLoops windows = new VectorWindowLoops();
    private final ChannelWindowLoops channelWindows = new VectorChannelWindowLoops();
    private final RecurrentLoops recurrent = new VectorRecurrentLoops();
    private final GemmArithmetic<float[]> floatGemm;
    private final GemmArithmetic<double[]> doubleGemm;

    /**
     * Tries the vectors of this machine.
     *
     * @throws UnsupportedOperationException if they are too narrow or compute nonsense
     */
    public VectorPrimitives() {
        if (FLOATS.vectorBitSize() < LEAST_BITS) {
            throw new UnsupportedOperationException(FLOATS.vectorBitSize() + "-bit vectors are too narrow");
        }
        float two = FloatVector.broadcast(FLOATS, 1f).add(1f).lane(FLOATS.length() - 1);
        if (two != 2f) {
            throw new UnsupportedOperationException("vector addition gave " + two + " for 1 + 1");
        }
        floatGemm = new VectorFloatGemm(movement, rows);
        doubleGemm = new VectorDoubleGemm(wideMovement, doubleRows);
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
    public GemmArithmetic<float[]> floatGemm() {
        return floatGemm;
    }

    @Override
    public GemmArithmetic<double[]> doubleGemm() {
        return doubleGemm;
    }

    @Override
    public Movement movement() {
        return movement;
    }

    @Override
    public Movement wideMovement() {
        return wideMovement;
    }

    @Override
    public BlockMath blocks() {
        return blocks;
    }

    @Override
    public BlockMath doubleBlocks() {
        return doubleBlocks;
    }

    @Override
    public FloatRows rows() {
        return rows;
    }

    @Override
    public RowArithmetic doubleRows() {
        return doubleRows;
    }

    @Override
    public WindowLoops windows() {
        return windows;
    }

    @Override
    public RecurrentLoops recurrent() {
        return recurrent;
    }

    @Override
    public ChannelWindowLoops channelWindows() {
        return channelWindows;
    }

    @Override
    public LoopCompiler loops() {
        return loops;
    }
}
