package org.cotangent.ops.internal.elementwise;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** {@code c = phi(a, b)} for each pair of elements. */
public abstract class BinaryOperator extends ElementwiseOperator {
    private final BinaryFunction function;

    protected BinaryOperator(String type, int since, Signature.Builder signature, BinaryFunction function) {
        super(type, since, signature);
        this.function = function;
    }

    @Override
    protected Scalar expression(Attributes attributes, DType dtype, int inputs) {
        return Scalar.input(0).apply(function, Scalar.input(1));
    }

    /** {@return {@code phi} of two sizes, if it is a size that can be told} */
    protected @Nullable Dim ofSizes(Dim a, Dim b) {
        return null;
    }

    @Override
    public List<TensorType> infer(Inference call) {
        List<Dim> left = call.integers(0);
        List<Dim> right = call.integers(1);
        if (left != null && right != null && call.dtype(0) == DType.INT64) {
            inferElements(call, left, right);
        }
        return super.infer(call);
    }

    private void inferElements(Inference call, List<Dim> left, List<Dim> right) {
        List<Dim> elements = new ArrayList<>();
        int length = left.size() == 1 ? right.size() : left.size();
        for (int i = 0; i < length && (right.size() == 1 || right.size() == length); i++) {
            Dim element = ofSizes(left.get(left.size() == 1 ? 0 : i), right.get(right.size() == 1 ? 0 : i));
            if (element != null) {
                elements.add(element);
            }
        }
        if (length > 0 && elements.size() == length) {
            call.known(0, elements);
        }
    }

    /** Two tensors that broadcast against each other. */
    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 4);
            return Sample.of(
                    draw.tensor(draw.typeOf(signature().input(0)), draw.broadcastableTo(shape), -2, 2),
                    draw.tensor(draw.typeOf(signature().input(1)), draw.broadcastableTo(shape), -2, 2));
        });
    }
}
