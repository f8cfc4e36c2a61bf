package org.cotangent.ops.internal.elementwise;

import java.util.Locale;
import java.util.Set;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** {@code y = phi(phi(x_0, x_1), x_2) ...} for any number of inputs of one type, which broadcast. */
public abstract class VariadicOperator extends ElementwiseOperator {
    private final BinaryFunction function;

    protected VariadicOperator(String type, int since, Set<DType> allowed, BinaryFunction function) {
        super(type, since, ports(type.toLowerCase(Locale.ROOT), TypeVariable.of("T", allowed)));
        this.function = function;
    }

    private static Signature.Builder ports(String output, TypeVariable t) {
        return Signature.builder().variadic("data_0", t).output(output, t);
    }

    @Override
    protected Scalar expression(Attributes attributes, DType dtype, int inputs) {
        Scalar result = Scalar.input(0);
        for (int i = 1; i < inputs; i++) {
            result = result.apply(function, Scalar.input(i));
        }
        return result;
    }

    /** {@return one to three tensors that broadcast against each other} */
    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 4);
            Tensor[] inputs = new Tensor[draw.integer(1, 3)];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = draw.tensor(draw.broadcastableTo(shape), -2, 2);
            }
            return Sample.of(inputs);
        });
    }
}
