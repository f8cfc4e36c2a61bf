package org.cotangent.cpu.scalar;

import org.cotangent.cpu.primitive.BlockMath;
import org.cotangent.cpu.primitive.ChannelWindowLoops;
import org.cotangent.cpu.primitive.FloatRows;
import org.cotangent.cpu.primitive.GemmArithmetic;
import org.cotangent.cpu.primitive.Movement;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.RecurrentLoops;
import org.cotangent.cpu.primitive.RowArithmetic;
import org.cotangent.cpu.primitive.WindowLoops;

/** The loops in plain Java. */
public final class ScalarPrimitives implements Primitives {

    private final GemmArithmetic<float[]> floatGemm = new ScalarFloatGemm();
    private final GemmArithmetic<double[]> doubleGemm = new ScalarDoubleGemm();
    private final Movement movement = new ScalarNarrowMovement();
    private final Movement wideMovement = new ScalarWideMovement();
    private final BlockMath blocks = new ScalarFloatBlocks();
    private final BlockMath doubleBlocks = new ScalarDoubleBlocks();
    private final FloatRows rows = new ScalarFloatRows();
    private final RowArithmetic doubleRows = new ScalarDoubleRows();
    private final WindowLoops windows = new ScalarWindowLoops();
    private final ChannelWindowLoops channelWindows = new ScalarChannelWindowLoops();
    private final RecurrentLoops recurrent = new ScalarRecurrentLoops();

    @Override
    public String description() {
        return "plain Java";
    }

    @Override
    public int lanes() {
        return 1;
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
}
