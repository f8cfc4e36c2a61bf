package org.cotangent.ops.internal.reduce;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** Input 1 and the attributes {@code keepdims} and {@code noop_with_empty_axes} of ONNX's reductions. */
final class ReductionAxes {
    private ReductionAxes() {}

    /** {@return which axes are reduced} Null or empty axes mean all, or with {@code noop_with_empty_axes} none. */
    static boolean[] flags(Shape shape, long @Nullable [] axes, Attributes attributes) {
        boolean[] flags = new boolean[shape.rank()];
        if (axes == null || axes.length == 0) {
            Arrays.fill(flags, !attributes.flag("noop_with_empty_axes"));
            return flags;
        }
        for (long axis : axes) {
            int place = shape.axis(axis);
            if (flags[place]) {
                throw new ShapeException("axis " + axis + " stands twice in the axes " + Arrays.toString(axes));
            }
            flags[place] = true;
        }
        return flags;
    }

    static Shape reduce(Inference call) {
        Shape shape = call.shape(0);
        boolean keep = call.attributes().flag("keepdims");
        int count = call.has(1) ? count(call.shape(1)) : 0;
        List<Dim> known = count == 0 || !call.has(1) ? List.of() : call.integers(1);
        if (known != null && known.stream().allMatch(Dim::isKnown)) {
            long[] axes = known.stream().mapToLong(Dim::size).toArray();
            return reduce(shape, flags(shape, axes, call.attributes()), keep);
        }
        if (!keep && count < 0) {
            return Shape.unranked();
        }
        List<Dim> dims = new ArrayList<>();
        for (int i = 0; i < shape.rank() - (keep ? 0 : count); i++) {
            dims.add(call.fresh("reduced"));
        }
        return Shape.of(dims);
    }

    private static int count(Shape axes) {
        if (!axes.isRanked() || axes.rank() > 1 || !axes.elements().isKnown()) {
            return -1;
        }
        return (int) axes.elements().size();
    }

    static Shape reduce(Shape shape, boolean[] flags, boolean keep) {
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < flags.length; axis++) {
            if (!flags[axis]) {
                dims.add(shape.dim(axis));
            } else if (keep) {
                dims.add(Dim.of(1));
            }
        }
        return Shape.of(dims);
    }

    /** {@return a reduction of other elements over the axes of this call} */
    static Value sum(Formulas f, Call at, Value x) {
        return f.op("ReduceSum", at.attributes(), x, at.has(1) ? at.input(1) : null);
    }

    /** {@return a reduction over the axes of this call that keeps them as axes of size 1} */
    static Value sumKept(Formulas f, Call at, Value x) {
        return f.op("ReduceSum", at.attributes().with("keepdims", 1), x, at.has(1) ? at.input(1) : null);
    }

    /** {@return a value of the shape of the output with the reduced axes put back, of size 1} */
    static Value restore(Formulas f, Call at, Value value) {
        if (at.attributes().flag("keepdims")) {
            return value;
        }
        boolean empty = !at.has(1) || count(at.shape(1)) == 0;
        if (!empty) {
            return f.op("Unsqueeze", value, at.input(1));
        }
        if (at.attributes().flag("noop_with_empty_axes")) {
            return value;
        }
        long[] ones = new long[at.shape(0).rank()];
        Arrays.fill(ones, 1);
        return f.reshape(value, ones);
    }
}
