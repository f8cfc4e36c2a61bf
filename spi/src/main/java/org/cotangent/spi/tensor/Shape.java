package org.cotangent.spi.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.UnrankedException;
import org.jspecify.annotations.Nullable;

/** The sizes of a tensor's axes, some perhaps symbolic; or {@linkplain #unranked() nothing known} at all. */
public final class Shape {
    private final @Nullable List<Dim> dims;
    private final boolean known;

    private Shape(@Nullable List<Dim> dims) {
        this.dims = dims;
        boolean allKnown = dims != null;
        if (dims != null) {
            for (Dim dim : dims) {
                allKnown &= dim.isKnown();
            }
        }
        this.known = allKnown;
    }

    public static Shape of(long... sizes) {
        Dim[] dims = new Dim[sizes.length];
        for (int axis = 0; axis < dims.length; axis++) {
            dims[axis] = Dim.of(sizes[axis]);
        }
        return of(List.of(dims));
    }

    /** {@return a shape of these sizes} Throws {@link ShapeException} if one is known to be negative. */
    public static Shape of(List<Dim> dims) {
        for (Dim dim : dims) {
            if (dim.isKnown() && dim.size() < 0) {
                throw new ShapeException("the sizes " + dims + " hold a negative one");
            }
        }
        return new Shape(List.copyOf(dims));
    }

    /** {@return the shape without axes} */
    public static Shape scalar() {
        return new Shape(List.of());
    }

    /** {@return the shape of which not even the rank is known} */
    public static Shape unranked() {
        return new Shape(null);
    }

    public boolean isRanked() {
        return dims != null;
    }

    /** {@return whether rank and all sizes are known} */
    public boolean isStatic() {
        return known;
    }

    public List<Dim> dims() {
        if (dims == null) {
            throw new UnrankedException("the rank is not known before the graph is specialised or runs");
        }
        return dims;
    }

    public int rank() {
        return dims().size();
    }

    public Dim dim(int axis) {
        return dims().get(axis);
    }

    /** {@return the size of an axis} Throws {@link ShapeException} if it is symbolic. */
    public long size(int axis) {
        return dim(axis).size();
    }

    /** {@return all sizes} Throws {@link ShapeException} if one is symbolic. */
    public long[] sizes() {
        long[] sizes = new long[rank()];
        for (int axis = 0; axis < sizes.length; axis++) {
            sizes[axis] = size(axis);
        }
        return sizes;
    }

    /** {@return the number of elements, as a dimension} */
    public Dim elements() {
        return elements(0, rank());
    }

    /** {@return the number of elements of the axes in [from, to)} */
    public Dim elements(int from, int to) {
        Dim product = Dim.of(1);
        for (Dim dim : dims().subList(from, to)) {
            product = product.times(dim);
        }
        return product;
    }

    /**
     * {@return the axis counted from the front}
     *
     * @param axis in [-rank, rank)
     */
    public int axis(long axis) {
        int rank = rank();
        if (axis < -rank || axis >= rank) {
            throw new ShapeException("axis " + axis + " is outside [" + -rank + ", " + rank + ") of shape " + this);
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    public Shape with(int axis, Dim dim) {
        List<Dim> changed = new ArrayList<>(dims());
        changed.set(axis, dim);
        return of(changed);
    }

    public Shape without(int axis) {
        List<Dim> changed = new ArrayList<>(dims());
        changed.remove(axis);
        return of(changed);
    }

    public Shape insert(int axis, Dim dim) {
        List<Dim> changed = new ArrayList<>(dims());
        changed.add(axis, dim);
        return of(changed);
    }

    public Shape concat(Shape other) {
        List<Dim> all = new ArrayList<>(dims());
        all.addAll(other.dims());
        return of(all);
    }

    /** {@return the axes in [from, to)} */
    public Shape slice(int from, int to) {
        return of(dims().subList(from, to));
    }

    /** {@return the shape that both broadcast to, by NumPy's rule} Unranked if one is. */
    public Shape broadcast(Shape other) {
        if (dims == null || other.dims == null) {
            return unranked();
        }
        int rank = Math.max(rank(), other.rank());
        List<Dim> result = new ArrayList<>(rank);
        for (int axis = 0; axis < rank; axis++) {
            Dim left = axis < rank - rank() ? Dim.of(1) : dim(axis - rank + rank());
            Dim right = axis < rank - other.rank() ? Dim.of(1) : other.dim(axis - rank + other.rank());
            try {
                result.add(left.broadcast(right));
            } catch (ShapeException e) {
                throw new ShapeException(
                        "shapes " + this + " and " + other + " do not broadcast (axis " + axis + " of the result)", e);
            }
        }
        return of(result);
    }

    public Shape substitute(Function<String, @Nullable Dim> sizes) {
        return dims == null
                ? this
                : of(dims.stream().map(dim -> dim.substitute(sizes)).toList());
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Shape shape && Objects.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(dims);
    }

    @Override
    public String toString() {
        return dims == null ? "[?]" : dims.toString();
    }
}
