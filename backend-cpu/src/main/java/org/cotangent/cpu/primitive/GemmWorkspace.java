package org.cotangent.cpu.primitive;

import java.util.function.IntFunction;

/**
 * One thread's room for packed operands; grows to what was asked for and stays.
 *
 * @param <A> the array type of the numbers
 */
public final class GemmWorkspace<A> {

    private final IntFunction<A> allocate;
    private final GrowingMemory right = new GrowingMemory();
    private A left;
    private int leftLength;
    private A tile;
    private int tileLength;

    /** @param allocate makes arrays */
    public GemmWorkspace(IntFunction<A> allocate) {
        this.allocate = allocate;
        this.left = allocate.apply(0);
        this.tile = allocate.apply(0);
    }

    /** {@return room for so many numbers of a left operand} */
    public A left(int length) {
        if (leftLength < length) {
            left = allocate.apply(length);
            leftLength = length;
        }
        return left;
    }

    /** {@return room for so many numbers of a tile} */
    public A tile(int length) {
        if (tileLength < length) {
            tile = allocate.apply(length);
            tileLength = length;
        }
        return tile;
    }

    /** {@return the address of room for {@code bytes} bytes of a right operand; valid until this thread asks again} */
    public long right(long bytes) {
        return right.address(bytes);
    }
}
