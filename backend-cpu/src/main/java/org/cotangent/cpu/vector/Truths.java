package org.cotangent.cpu.vector;

import static org.cotangent.cpu.primitive.NativeMemory.ALL;
import static org.cotangent.cpu.vector.Lanes.DOUBLES;
import static org.cotangent.cpu.vector.Lanes.FLOATS;
import static org.cotangent.cpu.vector.Lanes.ORDER;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** Masks to and from bytes that are 0 or 1, as many as a vector has numbers. */
final class Truths {

    /** Whether the virtual machine has masks of bytes and turns them into masks of numbers in registers. */
    static final boolean IN_REGISTERS = FLOATS.vectorBitSize() == 512;

    static final VectorSpecies<Byte> BY_FLOATS = species(FLOATS.length());
    static final VectorSpecies<Byte> BY_DOUBLES = species(DOUBLES.length());
    static final ByteVector FALSE_BY_FLOATS = ByteVector.zero(BY_FLOATS);
    static final ByteVector TRUE_BY_FLOATS = ByteVector.broadcast(BY_FLOATS, (byte) 1);
    static final ByteVector FALSE_BY_DOUBLES = ByteVector.zero(BY_DOUBLES);
    static final ByteVector TRUE_BY_DOUBLES = ByteVector.broadcast(BY_DOUBLES, (byte) 1);

    private Truths() {}

    private static VectorSpecies<Byte> species(int lanes) {
        return VectorSpecies.of(byte.class, VectorShape.forBitSize(Math.max(64, 8 * lanes)));
    }

    static VectorMask<Float> load(long address) {
        return ByteVector.fromMemorySegment(BY_FLOATS, ALL, address, ORDER)
                .compare(VectorOperators.NE, FALSE_BY_FLOATS)
                .cast(FLOATS);
    }

    static VectorMask<Float> loadPart(long address, VectorMask<Float> there) {
        return ByteVector.fromMemorySegment(BY_FLOATS, ALL, address, ORDER, there.cast(BY_FLOATS))
                .compare(VectorOperators.NE, FALSE_BY_FLOATS)
                .cast(FLOATS);
    }

    static void store(VectorMask<Float> truths, long address) {
        FALSE_BY_FLOATS.blend(TRUE_BY_FLOATS, truths.cast(BY_FLOATS)).intoMemorySegment(ALL, address, ORDER);
    }

    static void storePart(VectorMask<Float> truths, long address, VectorMask<Float> there) {
        FALSE_BY_FLOATS
                .blend(TRUE_BY_FLOATS, truths.cast(BY_FLOATS))
                .intoMemorySegment(ALL, address, ORDER, there.cast(BY_FLOATS));
    }

    static VectorMask<Double> loadDoubles(long address) {
        return ByteVector.fromMemorySegment(BY_DOUBLES, ALL, address, ORDER)
                .compare(VectorOperators.NE, FALSE_BY_DOUBLES)
                .cast(DOUBLES);
    }

    static VectorMask<Double> loadDoublesPart(long address, VectorMask<Double> there) {
        return ByteVector.fromMemorySegment(BY_DOUBLES, ALL, address, ORDER, there.cast(BY_DOUBLES))
                .compare(VectorOperators.NE, FALSE_BY_DOUBLES)
                .cast(DOUBLES);
    }

    static void storeDoubles(VectorMask<Double> truths, long address) {
        FALSE_BY_DOUBLES.blend(TRUE_BY_DOUBLES, truths.cast(BY_DOUBLES)).intoMemorySegment(ALL, address, ORDER);
    }

    static void storeDoublesPart(VectorMask<Double> truths, long address, VectorMask<Double> there) {
        FALSE_BY_DOUBLES
                .blend(TRUE_BY_DOUBLES, truths.cast(BY_DOUBLES))
                .intoMemorySegment(ALL, address, ORDER, there.cast(BY_DOUBLES));
    }
}
