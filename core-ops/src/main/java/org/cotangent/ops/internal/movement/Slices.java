package org.cotangent.ops.internal.movement;

import java.util.Arrays;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The parts of a tensor at single places along an axis, without that axis. */
public final class Slices {
    private Slices() {}

    /**
     * {@return a tensor over the memory of the part at a place along axis 0; null if its elements have no addresses}
     */
    public static @Nullable Tensor view(Tensor whole, long place) {
        DType dtype = whole.dtype();
        if (dtype == DType.STRING || dtype.bits() < 8) {
            return null;
        }
        long[] sizes = Arrays.copyOfRange(whole.sizes(), 1, whole.rank());
        long bytes = dtype.byteSize(Strides.product(sizes));
        return Tensor.wrap(dtype, sizes, whole.segment().asSlice(place * bytes, bytes));
    }

    /** {@return the part at a place: over the memory of the whole where that is possible, else a copy} */
    public static Tensor at(Tensor whole, int axis, long place, Parallel parallel) {
        Tensor view = axis == 0 ? view(whole, place) : null;
        return view != null ? view : Pieces.at(whole, axis, place, parallel);
    }

    /** Makes a tensor the part at a place along axis 0, if it is not already in its memory. */
    public static void set(Tensor whole, long place, Tensor part) {
        if (place >= whole.size(0)
                || !Arrays.equals(part.sizes(), Arrays.copyOfRange(whole.sizes(), 1, whole.rank()))) {
            throw new ShapeException("an iteration gave " + part.type() + ", which is no part of " + whole.type());
        }
        Tensor view = view(whole, place);
        if (view == null) {
            Cells.of(whole.dtype()).copy(part, 0, whole, place * part.elements(), part.elements());
        } else if (view.segment().address() != part.segment().address()) {
            view.copyFrom(part);
        }
    }
}
