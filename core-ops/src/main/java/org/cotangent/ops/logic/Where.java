package org.cotangent.ops.logic;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.elementwise.ChoiceKernel;
import org.cotangent.ops.internal.elementwise.ElementwiseOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;

/**
 * {@code output = condition ? X : Y}, broadcasting. What is not chosen has no effect, not even a NaN, neither on the
 * output nor on derivatives.
 *
 * <p>ONNX Where, version 16.
 */
public final class Where extends ElementwiseOperator {
    public Where() {
        super("Where", 16, ports());
    }

    private static Signature.Builder ports() {
        Set<DType> types = DType.numeric();
        types.addAll(EnumSet.of(DType.BOOL, DType.STRING, DType.COMPLEX64, DType.COMPLEX128));
        TypeVariable t = TypeVariable.of("T", types);
        return Signature.builder()
                .fixed("condition", TypeVariable.of("B", DType.BOOL))
                .input("X", t)
                .input("Y", t)
                .output("output", t);
    }

    @Override
    protected DType resultType(Inference call) {
        return call.dtype(1);
    }

    @Override
    protected Scalar expression(Attributes attributes, DType dtype, int inputs) {
        return Scalar.select(Scalar.input(0), Scalar.input(1), Scalar.input(2));
    }

    @Override
    public Forward forward() {
        return new Forward.Pointwise(this::expression, ChoiceKernel::new);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(List.of(Set.of(1, 2)), Where::transpose);
    }

    private static Value transpose(Formulas f, Point at, int k, List<Value> cotangents) {
        Value cotangent = cotangents.getFirst();
        Value zero = f.scalarLike(cotangent, 0);
        return k == 1 ? f.where(at.input(0), cotangent, zero) : f.where(at.input(0), zero, cotangent);
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 4);
            return Sample.of(
                    draw.tensor(DType.BOOL, draw.broadcastableTo(shape), 0, 2),
                    draw.tensor(draw.broadcastableTo(shape), -2, 2),
                    draw.tensor(draw.broadcastableTo(shape), -2, 2));
        });
    }
}
