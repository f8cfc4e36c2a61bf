package org.cotangent.cpu.vector;

import static org.cotangent.cpu.primitive.NativeMemory.ALL;

import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The machine's vector shape, and vectors to and from native memory. */
final class Lanes {

    static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
    static final VectorSpecies<Double> DOUBLES = FLOATS.withLanes(double.class);
    static final int VECTOR_BYTES = FLOATS.vectorByteSize();
    static final ByteOrder ORDER = ByteOrder.nativeOrder();

    /** Whether powers are computed by vectors; elsewhere the virtual machine takes them apart. */
    static final boolean HAVE_POWER = FLOATS.vectorBitSize() == 512;

    private static final boolean MANY_REGISTERS =
            FLOATS.vectorBitSize() == 512 || System.getProperty("os.arch").equals("aarch64");
    /** Rows of tiles two vectors wide, whose accumulators fit the 32 or 16 vector registers. */
    static final int[] TILE_ROWS = MANY_REGISTERS ? new int[] {12, 8, 4} : new int[] {4};

    private static final int LENGTH = FLOATS.length();
    private static final VectorShuffle<Float> BY_8 = rotation(8);
    private static final VectorShuffle<Float> BY_4 = rotation(4);
    private static final VectorShuffle<Float> BY_2 = rotation(2);
    private static final VectorShuffle<Float> BY_1 = rotation(1);

    private Lanes() {}

    private static VectorShuffle<Float> rotation(int by) {
        return VectorShuffle.fromOp(FLOATS, lane -> (lane + by) % LENGTH);
    }

    /**
     * {@return the sum of the lanes, always added in the same order}
     *
     * <p>{@code reduceLanes} may add in another order once it is compiled, so that equal runs would differ.
     */
    static float sum(FloatVector vector) {
        FloatVector v = vector;
        if (LENGTH > 8) {
            v = v.add(v.rearrange(BY_8));
        }
        if (LENGTH > 4) {
            v = v.add(v.rearrange(BY_4));
        }
        if (LENGTH > 2) {
            v = v.add(v.rearrange(BY_2));
        }
        return v.add(v.rearrange(BY_1)).lane(0);
    }

    /** {@return the product of the lanes, always multiplied in the same order} */
    static float product(FloatVector vector) {
        FloatVector v = vector;
        if (LENGTH > 8) {
            v = v.mul(v.rearrange(BY_8));
        }
        if (LENGTH > 4) {
            v = v.mul(v.rearrange(BY_4));
        }
        if (LENGTH > 2) {
            v = v.mul(v.rearrange(BY_2));
        }
        return v.mul(v.rearrange(BY_1)).lane(0);
    }

    static VectorMask<Float> first(int n) {
        return FLOATS.indexInRange(0, n);
    }

    static VectorMask<Double> firstDoubles(int n) {
        return DOUBLES.indexInRange(0, n);
    }

    static FloatVector load(long address) {
        return FloatVector.fromMemorySegment(FLOATS, ALL, address, ORDER);
    }

    static void store(FloatVector vector, long address) {
        vector.intoMemorySegment(ALL, address, ORDER);
    }

    /** The lanes of the mask; zero elsewhere, where memory is not touched. */
    static FloatVector loadPart(long address, VectorMask<Float> mask) {
        return FloatVector.fromMemorySegment(FLOATS, ALL, address, ORDER, mask);
    }

    static void storePart(FloatVector vector, long address, VectorMask<Float> mask) {
        vector.intoMemorySegment(ALL, address, ORDER, mask);
    }

    static DoubleVector loadDoubles(long address) {
        return DoubleVector.fromMemorySegment(DOUBLES, ALL, address, ORDER);
    }

    static void store(DoubleVector vector, long address) {
        vector.intoMemorySegment(ALL, address, ORDER);
    }

    /** The lanes of the mask; zero elsewhere, where memory is not touched. */
    static DoubleVector loadDoublesPart(long address, VectorMask<Double> mask) {
        return DoubleVector.fromMemorySegment(DOUBLES, ALL, address, ORDER, mask);
    }

    static void storePart(DoubleVector vector, long address, VectorMask<Double> mask) {
        vector.intoMemorySegment(ALL, address, ORDER, mask);
    }
}
