package org.cotangent.ops.internal.movement;

import org.cotangent.spi.ShapeException;
import org.cotangent.spi.tensor.Dim;
import org.jspecify.annotations.Nullable;

/**
 * The places {@code first, first + step, ...} along one axis that a slice takes.
 *
 * @param length how many there are
 */
public record SliceRange(long first, long step, long length) {
    /** {@return the range of ONNX's start, end and step on an axis of this size} */
    public static SliceRange of(long size, long start, long end, long step) {
        if (step == 0) {
            throw new ShapeException("the step of a slice must not be 0");
        }
        long s = Math.clamp(step, -size - 1, size + 1);
        long from = start < 0 ? start + size : start;
        long to = end < 0 ? end + size : end;
        if (s > 0) {
            from = Math.clamp(from, 0, size);
            to = Math.clamp(to, 0, size);
            return new SliceRange(from, s, Math.max(0, Math.ceilDiv(to - from, s)));
        }
        from = size == 0 ? -1 : Math.clamp(from, 0, size - 1);
        to = size == 0 ? -1 : Math.clamp(to, -1, size - 1);
        return new SliceRange(from, s, Math.max(0, Math.ceilDiv(from - to, -s)));
    }

    /**
     * {@return how many elements a slice takes, or null if that cannot be told} Of symbols it is taken for granted that
     * they are sizes, and starts and ends within the axis.
     */
    public static @Nullable Dim length(Dim size, Dim start, Dim end, long step) {
        if (size.isKnown() && start.isKnown() && end.isKnown()) {
            return Dim.of(of(size.size(), start.size(), end.size(), step).length);
        }
        if (step < 0) {
            boolean whole = start.is(-1) && end.isKnown() && end.size() <= Integer.MIN_VALUE;
            return whole ? ceilDiv(size, -step) : null;
        }
        Dim from = place(size, start);
        Dim to = place(size, end);
        return from == null || to == null ? null : ceilDiv(to.minus(from), step);
    }

    private static @Nullable Dim place(Dim size, Dim place) {
        if (place.equals(size) || place.symbolName() != null || place.is(0)) {
            return place;
        }
        if (!place.isKnown()) {
            return null;
        }
        if (place.size() >= Integer.MAX_VALUE) {
            return size;
        }
        return place.size() < 0 ? size.plus(place.size()) : size.isKnown() ? place : null;
    }

    private static Dim ceilDiv(Dim size, long step) {
        Dim divisor = Dim.of(step);
        Dim even = size.floorDiv(divisor);
        return even.times(step).equals(size) ? even : size.plus(step - 1).floorDiv(divisor);
    }
}
