package org.cotangent.ops.array;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.support.ShapeInputs;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.ops.internal.support.ViewOperator;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/**
 * The same elements in another shape; ONNX Reshape, version 25.
 *
 * <p>One size may be -1: it follows from the others. A size 0 is that of the same axis of {@code data}, or zero if
 * {@code allowzero} is set.
 */
public final class Reshape extends ViewOperator {
    public Reshape() {
        super(
                "Reshape",
                25,
                Signature.builder()
                        .input("data", Types.any("T"))
                        .fixed("shape", Types.int64("S"))
                        .output("reshaped", Types.any("T"))
                        .attribute("allowzero", 0)
                        .build());
    }

    @Override
    protected Shape view(Inference call) {
        List<Dim> wanted = call.integers(1);
        if (wanted == null) {
            int rank = ShapeInputs.length(call, 1);
            return rank < 0 ? Shape.unranked() : ShapeInputs.fresh(call, rank);
        }
        Shape data = call.shape(0);
        boolean allowZero = call.attributes().flag("allowzero");
        List<Dim> dims = new ArrayList<>();
        int open = -1;
        Dim rest = Dim.of(1);
        for (int axis = 0; axis < wanted.size(); axis++) {
            Dim dim = wanted.get(axis);
            if (dim.is(-1)) {
                if (open >= 0) {
                    throw new ShapeException("shape " + wanted + " holds -1 more than once");
                }
                open = axis;
            } else {
                dim = dim.is(0) && !allowZero ? copied(data, axis, wanted) : dim;
                rest = rest.times(dim);
            }
            dims.add(dim);
        }
        if (open >= 0) {
            dims.set(open, quotient(data, rest, wanted));
        }
        Shape shape = Shape.of(dims);
        if (shape.isStatic() && data.isStatic() && !shape.elements().equals(data.elements())) {
            throw mismatch(data, wanted);
        }
        return shape;
    }

    private static Dim copied(Shape data, int axis, List<Dim> wanted) {
        if (axis >= data.rank()) {
            throw new ShapeException("shape " + wanted + " copies size " + axis + " of " + data
                    + ", which has no such axis; set allowzero=1 if 0 means zero");
        }
        return data.dim(axis);
    }

    private static Dim quotient(Shape data, Dim rest, List<Dim> wanted) {
        if (rest.is(0)) {
            throw new ShapeException("shape " + wanted + " leaves its size -1 open: the other sizes hold a zero");
        }
        Dim elements = data.elements();
        if (elements.isKnown() && rest.isKnown() && elements.size() % rest.size() != 0) {
            throw mismatch(data, wanted);
        }
        return elements.floorDiv(rest);
    }

    private static ShapeException mismatch(Shape data, List<Dim> wanted) {
        return new ShapeException(
                "shape " + data + " has " + data.elements() + " elements and cannot become " + wanted);
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 4);
            Tensor data = draw.tensor(shape, -2, 2);
            Tensor wanted = draw.chance(0.5) || shape.length == 0
                    ? Tensor.vector(-1)
                    : Tensor.vector(data.elements() / shape[0], shape[0]);
            return Domain.Sample.of(Attributes.none(), data, wanted);
        });
    }
}
