package org.cotangent.ops.internal.lines;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.ValueType;

/** The gradient of a function of the lines along the axis {@code axis}, from its result and the cotangent of that. */
public abstract class AxisGradient extends OnnxOperator {
    private final Formula formula;

    /** The cotangent of what the function was applied to. */
    @FunctionalInterface
    protected interface Formula {
        Value of(Formulas f, Value y, Value dy, long axis);
    }

    protected AxisGradient(String type, Formula formula) {
        super(new OperatorId(OperatorId.COTANGENT, type, 1), signatureOf());
        this.formula = formula;
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return Signature.builder()
                .input("Y", t)
                .input("dY", t)
                .output("dX", t)
                .attribute("axis", -1)
                .build();
    }

    @Override
    public final List<? extends ValueType> infer(Inference call) {
        Shape y = call.shape(0);
        Shape dy = call.shape(1);
        y.axis(call.attributes().integer("axis"));
        if (y.isStatic() && dy.isStatic() && !y.equals(dy)) {
            throw new ShapeException("dY must have the shape of Y, " + y + ", not " + dy);
        }
        return List.of(call.input(0));
    }

    @Override
    public final Forward forward() {
        return new Forward.Expansion((f, call) -> List.of(
                formula.of(f, call.input(0), call.input(1), call.attributes().integer("axis"))));
    }

    @Override
    public final Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public final Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 3);
            return Domain.Sample.of(
                    Attributes.of("axis", draw.integer(-shape.length, shape.length - 1)),
                    draw.tensor(shape, -1, 1),
                    draw.tensor(shape, -1, 1));
        });
    }
}
