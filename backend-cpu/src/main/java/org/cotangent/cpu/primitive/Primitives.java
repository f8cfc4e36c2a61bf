package org.cotangent.cpu.primitive;

/**
 * The loops that all kernels of this backend are made of. There are two implementations: one for the Java Vector API,
 * and its twin in plain Java for virtual machines without it. They compute the same functions; where they round
 * differently, the methods state bounds.
 */
public interface Primitives {

    /** What this is and how wide, for logs and reports. */
    String description();

    /** Floats per vector; 1 in plain Java. */
    int lanes();

    /** What products of float32 matrices are made of. */
    GemmArithmetic<float[]> floatGemm();

    /** What products of float64 matrices are made of. */
    GemmArithmetic<double[]> doubleGemm();

    /** Copies and transposes of elements of 4 bytes. */
    Movement movement();

    /** Copies and transposes of elements of 8 bytes. */
    Movement wideMovement();

    /** Elementwise functions of float32. */
    BlockMath blocks();

    /** Elementwise functions of float64. */
    BlockMath doubleBlocks();

    /** Reductions, normalisations and sums of rows of float32. */
    FloatRows rows();

    /** Reductions and sums of rows of float64. */
    RowArithmetic doubleRows();

    /** Windows of planes of float32. */
    WindowLoops windows();

    /** Windows of float32 images whose channels are neighbours. */
    ChannelWindowLoops channelWindows();

    /** Steps of recurrent layers back in time. */
    RecurrentLoops recurrent();

    /** Loops that are written for an expression. */
    default LoopCompiler loops() {
        return LoopCompiler.NONE;
    }
}
