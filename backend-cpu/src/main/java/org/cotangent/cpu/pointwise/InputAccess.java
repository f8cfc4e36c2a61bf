package org.cotangent.cpu.pointwise;

import org.cotangent.spi.tensor.DType;

/**
 * How blocks of the output find the elements of one input.
 *
 * @param way where the elements are
 * @param direct whether they can be used where they are, without conversion
 */
record InputAccess(Way way, DType dtype, boolean direct, BlockConversion load) {

    enum Way {
        /** In the order of the output. */
        DENSE,
        /** Neighbours in each row of the output; the rows anywhere. */
        ROW,
        /** One element for each row. */
        ROW_CONSTANT,
        /** The same row again and again. */
        REPEATED,
        /** One element for all. */
        SINGLE
    }

    static InputAccess of(BroadcastSpace space, int input, boolean longRows, DType dtype, NumberDomain domain) {
        Way way;
        if (space.isDense(input)) {
            way = Way.DENSE;
        } else if (space.sameInAllRows(input)) {
            way = !space.movesInRow(input) ? Way.SINGLE : longRows ? Way.ROW : Way.REPEATED;
        } else {
            way = space.movesInRow(input) ? Way.ROW : Way.ROW_CONSTANT;
        }
        return new InputAccess(way, dtype, domain.isStoredAs(dtype), BlockConversion.load(dtype, domain));
    }

    /** The address of the element {@code index} of the input at {@code base}. */
    long address(long base, long index) {
        return base + index * dtype.bytes();
    }

    /** Where the numbers of {@code n} neighbouring elements are: in the input itself or, converted, in the slot. */
    long locate(long base, long index, long slot, int n) {
        long source = address(base, index);
        if (direct) {
            return source;
        }
        load.run(source, slot, n);
        return slot;
    }

    @Override
    public String toString() {
        return way + (direct ? "" : " " + dtype);
    }
}
