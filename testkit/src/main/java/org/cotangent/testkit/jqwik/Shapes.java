package org.cotangent.testkit.jqwik;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;

/** Arbitrary shapes, and what depends on a shape. */
public final class Shapes {
    private Shapes() {}

    /** {@return static shapes with sizes of at least 1; they shrink to fewer axes and smaller sizes} */
    public static Arbitrary<Shape> upTo(int rank, int size) {
        return of(rank, 1, size);
    }

    /** {@return static shapes in which sizes may be 0} */
    public static Arbitrary<Shape> maybeEmpty(int rank, int size) {
        return of(rank, 0, size);
    }

    private static Arbitrary<Shape> of(int rank, int least, int most) {
        return Arbitraries.integers()
                .between(least, most)
                .shrinkTowards(1)
                .list()
                .ofMaxSize(rank)
                .map(sizes -> Shape.of(sizes.stream().map(Dim::of).toList()));
    }

    /** {@return lists of shapes that broadcast together: each lacks leading axes or has size 1 here and there} */
    public static Arbitrary<List<Shape>> broadcastable(int count, int rank, int size) {
        return upTo(rank, size).flatMap(full -> {
            List<Arbitrary<Shape>> parts = IntStream.range(0, count)
                    .mapToObj(i -> broadcastableTo(full))
                    .toList();
            return Combinators.combine(parts).as(ArrayList::new);
        });
    }

    /** {@return shapes that broadcast to this one; they shrink to it} */
    public static Arbitrary<Shape> broadcastableTo(Shape full) {
        Arbitrary<Integer> dropped = Arbitraries.integers().between(0, full.rank());
        Arbitrary<List<Boolean>> ones = Arbitraries.of(false, true).list().ofSize(full.rank());
        return Combinators.combine(dropped, ones)
                .as((drop, single) -> Shape.of(IntStream.range(drop, full.rank())
                        .mapToObj(axis -> single.get(axis) ? Dim.of(1) : full.dim(axis))
                        .toList()));
    }

    /** {@return axes of a tensor of this rank, counted from either end} */
    public static Arbitrary<Integer> axes(int rank) {
        return Arbitraries.integers().between(-rank, rank - 1).shrinkTowards(0);
    }

    /** {@return orders of this many axes; they shrink to the one that changes nothing} */
    public static Arbitrary<List<Integer>> permutations(int rank) {
        List<Arbitrary<Integer>> choices = IntStream.range(0, rank)
                .<Arbitrary<Integer>>mapToObj(
                        i -> Arbitraries.integers().between(0, rank - 1 - i).shrinkTowards(0))
                .toList();
        return Combinators.combine(choices).as(Shapes::permutation);
    }

    /** Takes each axis by its place among those that are left. */
    private static List<Integer> permutation(List<Integer> places) {
        List<Integer> left =
                new ArrayList<>(IntStream.range(0, places.size()).boxed().toList());
        List<Integer> order = new ArrayList<>();
        for (int place : places) {
            order.add(left.get(place));
            left.subList(place, place + 1).clear();
        }
        return order;
    }
}
