package org.cotangent.testkit.example;

import java.util.List;
import java.util.function.Function;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;

/** An operator put together from its parts, for tests of the tests. */
public record TestOperator(
        String type,
        Signature signature,
        Function<Inference, List<TensorType>> types,
        Forward forward,
        Derivative derivative,
        Domain domain)
        implements Operator {

    /** {@return x squared, with this derivative} */
    public static TestOperator square(Derivative derivative) {
        return pointwise(1, Scalar.input(0).times(Scalar.input(0)), derivative);
    }

    /** {@return x y, with this derivative} */
    public static TestOperator product(Derivative derivative) {
        return pointwise(2, Scalar.input(0).times(Scalar.input(1)), derivative);
    }

    /** {@return one scalar expression of as many inputs, which broadcast} */
    public static TestOperator pointwise(int inputs, Scalar expression, Derivative derivative) {
        return new TestOperator(
                "Pointwise",
                signature(inputs, DType.floating().toArray(DType[]::new)),
                call -> {
                    TensorType type = call.input(0);
                    for (int i = 1; i < inputs; i++) {
                        type = type.with(type.shape().broadcast(call.shape(i)));
                    }
                    return List.of(type);
                },
                Forward.pointwise(expression),
                derivative,
                Domain.broadcasting(inputs, 0.5, 2));
    }

    /** {@return an operator on float64 matrices of equal rows and columns, which gives one of the same shape} */
    public static TestOperator onSquares(Kernel kernel, Derivative derivative) {
        return new TestOperator(
                "Kernel",
                signature(1, DType.DOUBLE),
                call -> List.of(call.input(0)),
                new Forward.HostKernel(call -> kernel),
                derivative,
                Domain.of(draw -> {
                    long n = draw.extent();
                    return Domain.Sample.of(draw.tensor(new long[] {n, n}, 0.5, 2));
                }));
    }

    public TestOperator withForward(Forward other) {
        return new TestOperator(type, signature, types, other, derivative, domain);
    }

    public TestOperator withTypes(Function<Inference, List<TensorType>> other) {
        return new TestOperator(type, signature, other, forward, derivative, domain);
    }

    public TestOperator withDomain(Domain other) {
        return new TestOperator(type, signature, types, forward, derivative, other);
    }

    public TestOperator withSignature(Signature other) {
        return new TestOperator(type, other, types, forward, derivative, domain);
    }

    public static Signature signature(int inputs, DType... allowed) {
        TypeVariable t = TypeVariable.of("T", allowed);
        Signature.Builder builder = Signature.builder();
        for (int i = 0; i < inputs; i++) {
            builder.input(String.valueOf((char) ('a' + i)), t);
        }
        return builder.output("y", t).build();
    }

    @Override
    public OperatorId id() {
        return new OperatorId("org.cotangent.example", type, 1);
    }

    @Override
    public List<TensorType> infer(Inference call) {
        return types.apply(call);
    }
}
