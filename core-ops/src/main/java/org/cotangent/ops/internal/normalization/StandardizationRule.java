package org.cotangent.ops.internal.normalization;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.jspecify.annotations.Nullable;

/** The gradient of a normalisation of rows in float32 as one operator, where nothing but its result has cotangents. */
public final class StandardizationRule {
    private StandardizationRule() {}

    /**
     * {@return the cotangents of inputs 0 and 1, the values and a scale of the normalised shape; null if there is no
     * such operator for the call}
     *
     * @param others cotangents of statistics
     * @param mean null if it is not subtracted
     */
    public static @Nullable List<Tangent> vjp(
            Formulas f,
            Point at,
            Set<Integer> wanted,
            Tangent ofY,
            List<Tangent> others,
            Supplier<Value> inverse,
            @Nullable Supplier<Value> mean) {
        Shape x = at.shape(0);
        int axis = x.axis(at.attributes().integer("axis"));
        boolean fits = at.dtype(0) == DType.FLOAT
                && at.dtype(1) == DType.FLOAT
                && at.shape(1).equals(x.slice(axis, x.rank()))
                && others.stream().noneMatch(Tangent.Of.class::isInstance);
        if (!fits || !wanted.contains(0) || !(ofY instanceof Tangent.Of(Value dy))) {
            return null;
        }
        boolean ofScale = wanted.contains(1);
        List<Value> found = f.call(
                OperatorId.COTANGENT,
                "StandardizationGradient",
                Attributes.of("axis", axis),
                ofScale ? 2 : 1,
                at.input(0),
                at.input(1),
                dy,
                inverse.get(),
                mean == null ? null : mean.get());
        return List.of(Tangent.of(found.getFirst()), ofScale ? Tangent.of(found.getLast()) : Tangent.zero());
    }
}
