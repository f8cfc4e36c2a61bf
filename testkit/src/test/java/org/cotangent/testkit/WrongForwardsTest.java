package org.cotangent.testkit;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.example.Mistake;
import org.cotangent.testkit.example.TestOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Operators with one mistake each in their kernel, types or declarations: the law that is meant for it must catch it.
 */
class WrongForwardsTest {
    private static final Derivative IDENTITY = Derivative.linear((f, at, k, u) -> u.getFirst());
    private static final TypeVariable REAL = TypeVariable.of("T", DType.DOUBLE);

    private static Derivative slope(double factor) {
        return new Derivative.Elementwise((f, at, k) -> f.mul(at.input(0), factor));
    }

    private static TestOperator copying(Kernel kernel) {
        return TestOperator.onSquares(kernel, IDENTITY);
    }

    private static void copy(Bindings io, long elements) {
        for (long i = 0; i < elements; i++) {
            io.output(0).setDouble(i, io.input(0).getDouble(i));
        }
    }

    /** The elements from last to first, said to work in place. */
    private static Kernel reversing() {
        return new Kernel() {
            @Override
            public void run(Bindings io) {
                long n = io.input(0).elements();
                for (long i = 0; i < n; i++) {
                    io.output(0).setDouble(i, io.input(0).getDouble(n - 1 - i));
                }
            }

            @Override
            public boolean mayOverwrite(int input) {
                return true;
            }
        };
    }

    /** Copies the first input it ever saw. */
    private static Kernel remembering() {
        AtomicReference<@Nullable Tensor> first = new AtomicReference<>();
        return io -> {
            Tensor now = io.input(0).copy();
            io.output(0).copyFrom(Objects.requireNonNullElse(first.compareAndExchange(null, now), now));
        };
    }

    private static Operator remainder() {
        return TestOperator.square(slope(2))
                .withSignature(Signature.builder()
                        .input("a", TypeVariable.of("T", DType.DOUBLE, DType.INT64, DType.INT8))
                        .output("y", TypeVariable.of("T", DType.DOUBLE, DType.INT64, DType.INT8))
                        .build());
    }

    private static Operator withFixed(Forward forward) {
        return TestOperator.onSquares(io -> {}, new Derivative.Missing("it does not matter"))
                .withForward(forward)
                .withSignature(TestOperator.dataAndFixed())
                .withDomain(Domain.of(draw -> {
                    long n = draw.extent();
                    return Domain.Sample.of(
                            draw.tensor(new long[] {n, n}, 0.5, 2),
                            Tensor.scalar(draw.random().nextDouble()));
                }));
    }

    private static Operator withOptionalOutput() {
        return TestOperator.onSquares(
                        io -> {
                            copy(io, io.input(0).elements());
                            if (io.hasOutput(1)) {
                                io.output(0).setDouble(0, 3);
                                io.output(1).copyFrom(io.input(0));
                            }
                        },
                        IDENTITY)
                .withSignature(Signature.builder()
                        .input("a", REAL)
                        .output("y", REAL)
                        .optionalOutput("z", REAL)
                        .build())
                .withTypes(call -> List.of(call.input(0), call.input(0)));
    }

    static Stream<Mistake> mistakes() {
        AtomicInteger calls = new AtomicInteger();
        return Stream.of(
                new Mistake(
                        "a kernel that writes into its input",
                        copying(io -> {
                            io.output(0).copyFrom(io.input(0));
                            if (io.input(0).elements() > 0) {
                                io.input(0).setDouble(0, 7);
                            }
                        }),
                        "inputs stay as they are"),
                new Mistake(
                        "a kernel that forgets the last element",
                        copying(io -> copy(io, io.input(0).elements() - 1)),
                        "outputs are written completely"),
                new Mistake(
                        "a kernel that gives something else each time",
                        copying(io -> {
                            for (long i = 0; i < io.input(0).elements(); i++) {
                                io.output(0).setDouble(i, calls.incrementAndGet());
                            }
                        }),
                        "determinism"),
                new Mistake(
                        "a kernel that remembers its first run",
                        copying(io -> {}).withForward(new Forward.HostKernel(call -> remembering())),
                        "kernels and memory in DOUBLE"),
                new Mistake(
                        "a kernel that says it works in place",
                        TestOperator.onSquares(reversing(), new Derivative.Missing("it does not matter")),
                        "kernels and memory in DOUBLE"),
                new Mistake(
                        "a kernel that counts by the size of the memory",
                        copying(io -> {
                            copy(io, io.input(0).elements());
                            long room = io.input(0).segment().byteSize() / Double.BYTES;
                            if (room > io.input(0).elements()) {
                                io.output(0).setDouble(0, (double) room);
                            }
                        }),
                        "memory anywhere"),
                new Mistake(
                        "a kernel that cannot do with no elements",
                        copying(io -> {
                            double first = io.input(0).getDouble(0);
                            copy(io, io.input(0).elements());
                            io.output(0).setDouble(0, first);
                        }),
                        "empty tensors"),
                new Mistake(
                        "a kernel that looks at a fixed input only when it is prepared",
                        withFixed(new Forward.HostKernel(call -> {
                            Tensor known = call.constant(1);
                            double shift = known == null ? 0 : known.getDouble(0);
                            return io -> {
                                for (long i = 0; i < io.input(0).elements(); i++) {
                                    io.output(0).setDouble(i, io.input(0).getDouble(i) + shift);
                                }
                            };
                        })),
                        "fixed inputs at run time"),
                new Mistake("an output that changes when others are asked for", withOptionalOutput(), "fewer outputs"),
                new Mistake(
                        "a kernel that is not its expansion",
                        copying(io -> {})
                                .withForward(new Forward.HostKernel(
                                        call -> io -> copy(io, io.input(0).elements()),
                                        (f, call) -> List.of(f.mul(call.input(0), 1 + 1e-9)))),
                        "expansion"),
                new Mistake(
                        "a NaN from the branch that is not taken",
                        TestOperator.pointwise(
                                        3,
                                        Scalar.input(0)
                                                .times(Scalar.input(1))
                                                .plus(Scalar.constant(1)
                                                        .minus(Scalar.input(0))
                                                        .times(Scalar.input(2))),
                                        new Derivative.Elementwise(
                                                (f, at, k) -> k == 1 ? at.input(0) : f.sub(1, at.input(0))))
                                .withSignature(Signature.builder()
                                        .fixed("mask", REAL)
                                        .input("a", REAL)
                                        .input("b", REAL)
                                        .output("y", REAL)
                                        .build())
                                .withDomain(Domain.of(draw -> Domain.Sample.of(
                                        Tensor.vector(0.0, 1.0),
                                        draw.tensor(new long[] {2}, -1, 1),
                                        draw.tensor(new long[] {2}, -1, 1)))),
                        "NaN stays where it belongs"),
                new Mistake(
                        "a shape function that is right for numbers alone",
                        copying(io -> io.output(0).copyFrom(io.input(0)))
                                .withTypes(call -> List.of(
                                        call.shape(0).isStatic()
                                                ? call.input(0)
                                                : call.input(0).with(Shape.scalar()))),
                        "inference of symbolic sizes"),
                new Mistake(
                        "a shape function that promises more than there is",
                        copying(io -> {})
                                .withTypes(call -> List.of(call.input(0).with(Shape.of(1))))
                                .withForward(
                                        new Forward.Expansion((f, call) -> List.of(f.op("Identity", call.input(0))))),
                        "inference"),
                new Mistake(
                        "a shape function that fails by itself on wrong calls",
                        copying(io -> io.output(0).copyFrom(io.input(0))).withTypes(call -> {
                            long[] sizes = call.shape(0).sizes();
                            return List.of(call.input(0).with(Shape.of(sizes[0], sizes[1])));
                        }),
                        "wrong calls are refused"),
                new Mistake(
                        "an element type that is not that of the input",
                        TestOperator.square(slope(2))
                                .withTypes(call -> List.of(call.input(0).with(DType.DOUBLE))),
                        "precision of FLOAT"),
                new Mistake(
                        "an inexact float32",
                        TestOperator.square(slope(2))
                                .withForward(new Forward.Pointwise((attributes, dtype, inputs) -> Scalar.input(0)
                                        .times(Scalar.input(0))
                                        .times(dtype == DType.FLOAT ? 1 + 1e-5 : 1))),
                        "precision of FLOAT"),
                new Mistake(
                        "another result for narrow integers",
                        ((TestOperator) remainder())
                                .withForward(new Forward.Pointwise((attributes, dtype, inputs) ->
                                        Scalar.input(0).times(Scalar.input(0)).plus(dtype == DType.INT8 ? 1 : 0))),
                        "integers of INT8"),
                new Mistake(
                        "two inputs of one name",
                        TestOperator.product(new Derivative.Elementwise((f, at, k) -> at.input(1 - k)))
                                .withSignature(Signature.builder()
                                        .input("a", REAL)
                                        .input("a", REAL)
                                        .output("y", REAL)
                                        .build()),
                        "declarations"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mistakes")
    void isCaught(Mistake mistake) {
        mistake.verifyCaught();
    }
}
