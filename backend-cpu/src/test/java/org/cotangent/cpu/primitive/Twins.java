package org.cotangent.cpu.primitive;

import java.util.List;
import java.util.stream.Stream;
import org.cotangent.cpu.scalar.ScalarPrimitives;

/** Both implementations of the loops, for tests that must hold for each. */
public final class Twins {

    private Twins() {}

    /** The vector loops, without falling back to the plain ones. */
    public static Primitives vector() {
        return PrimitiveSelection.vector();
    }

    public static Primitives scalar() {
        return new ScalarPrimitives();
    }

    public static Stream<Primitives> both() {
        return Stream.of(scalar(), vector());
    }

    /** Lengths around the borders of vectors and blocks. */
    public static List<Integer> lengths() {
        int lanes = vector().lanes();
        return List.of(0, 1, 2, lanes - 1, lanes, lanes + 1, 3 * lanes + 5, 1000, 1024, 4098);
    }
}
