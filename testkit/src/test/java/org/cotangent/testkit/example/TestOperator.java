package org.cotangent.testkit.example;

import java.util.List;
import java.util.function.Function;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
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
                call -> List.of(square(call.input(0))),
                new Forward.HostKernel(call -> kernel),
                derivative,
                Domain.of(draw -> {
                    long n = draw.extent();
                    return Domain.Sample.of(draw.tensor(new long[] {n, n}, 0.5, 2));
                }));
    }

    private static TensorType square(TensorType type) {
        Shape shape = type.shape();
        if (shape.rank() != 2 || (shape.isStatic() && shape.size(0) != shape.size(1))) {
            throw new ShapeException("a matrix of shape " + shape + " is not square");
        }
        return type;
    }

    /** {@return |x|, with this derivative and a domain that names no kinks} */
    public static TestOperator absolute(Derivative derivative) {
        return pointwise(1, Scalar.input(0).apply(UnaryFunction.ABS), derivative);
    }

    /** {@return log(1 + exp(x)), which does not overflow} */
    public static TestOperator softplus(Derivative derivative) {
        Scalar x = Scalar.input(0);
        Scalar small =
                x.apply(UnaryFunction.ABS).negated().apply(UnaryFunction.EXP).apply(UnaryFunction.LOG1P);
        return pointwise(1, small.plus(x.apply(BinaryFunction.MAX, Scalar.constant(0))), derivative);
    }

    /** {@return max(x, y), with a convention for ties} */
    public static TestOperator larger(Derivative.Partials partials) {
        TestOperator larger = pointwise(
                2, Scalar.input(0).apply(BinaryFunction.MAX, Scalar.input(1)), new Derivative.Elementwise(partials));
        Domain.Sample tie = Domain.Sample.of(Tensor.scalar(1.0), Tensor.scalar(1.0));
        return larger.withDomain(Domain.of(draw -> {
                    Tensor both = draw.distinct(new long[] {2}, 0.5);
                    return Domain.Sample.of(Tensor.scalar(both.getDouble(0)), Tensor.scalar(both.getDouble(1)));
                })
                .withKinks(new Domain.Kink(tie, List.of())));
    }

    /** {@return the sums of the rows of a matrix, each in every place of its row} */
    public static TestOperator rowSums(Derivative derivative) {
        return onSquares(
                io -> {
                    int n = (int) io.input(0).size(0);
                    for (int i = 0; i < n * n; i++) {
                        double sum = 0;
                        for (int j = 0; j < n; j++) {
                            sum += io.input(0).getDouble(i / n * (long) n + j);
                        }
                        io.output(0).setDouble(i, sum);
                    }
                },
                derivative);
    }

    /** {@return the transpose of a matrix} */
    public static TestOperator transpose(Derivative derivative) {
        return onSquares(
                io -> {
                    int n = (int) io.input(0).size(0);
                    for (int i = 0; i < n * n; i++) {
                        io.output(0).setDouble(i, io.input(0).getDouble(i % n * (long) n + i / n));
                    }
                },
                derivative);
    }

    /** {@return sin x and cos x, with this derivative} */
    public static TestOperator sineAndCosine(Derivative derivative) {
        TypeVariable real = TypeVariable.of("T", DType.DOUBLE);
        return onSquares(
                        io -> {
                            for (long i = 0; i < io.input(0).elements(); i++) {
                                io.output(0).setDouble(i, Math.sin(io.input(0).getDouble(i)));
                                io.output(1).setDouble(i, Math.cos(io.input(0).getDouble(i)));
                            }
                        },
                        derivative)
                .withSignature(Signature.builder()
                        .input("a", real)
                        .output("sine", real)
                        .output("cosine", real)
                        .build())
                .withTypes(call -> List.of(call.input(0), call.input(0)))
                .withDomain(Domain.of(draw ->
                        Domain.Sample.of(draw.tensor(draw.shape(1, 3), -2, 2)).withOutputs(2)));
    }

    /** {@return the signature of an operator with a parameter} */
    public static Signature dataAndParameter() {
        TypeVariable real = TypeVariable.of("T", DType.DOUBLE);
        return Signature.builder()
                .input("a", real)
                .parameter("b", real)
                .output("y", real)
                .build();
    }

    /** {@return the signature of an operator with a fixed input of the type of the other} */
    public static Signature dataAndFixed() {
        TypeVariable real = TypeVariable.of("T", DType.DOUBLE);
        return Signature.builder()
                .input("a", real)
                .fixed("b", real)
                .output("y", real)
                .build();
    }

    public TestOperator withDerivative(Derivative other) {
        return new TestOperator(type, signature, types, forward, other, domain);
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
