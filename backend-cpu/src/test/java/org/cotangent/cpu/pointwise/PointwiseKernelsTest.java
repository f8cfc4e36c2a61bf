package org.cotangent.cpu.pointwise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cotangent.cpu.ComputePool;
import org.cotangent.cpu.KernelCall;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.Twins;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Scalar;
import org.cotangent.spi.op.UnaryFunction;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PointwiseKernelsTest {

    private static final Scalar X = Scalar.input(0);
    private static final Scalar Y = Scalar.input(1);
    private static final Scalar Z = Scalar.input(2);

    /** Output sizes and three inputs that broadcast to them. */
    private static final long[][][] BROADCASTS = {
        {{}, {}, {}, {}},
        {{1}, {1}, {}, {1}},
        {{17}, {17}, {1}, {17}},
        {{5000}, {5000}, {}, {5000}},
        {{3, 700}, {3, 700}, {700}, {3, 1}},
        {{3, 2500}, {1, 2500}, {3, 1}, {3, 2500}},
        {{300, 7}, {300, 7}, {7}, {300, 1}},
        {{300, 7}, {1, 7}, {300, 1}, {1, 1}},
        {{4, 5, 6}, {4, 1, 6}, {5, 1}, {4, 5, 1}},
        {{2, 3, 4, 5}, {2, 1, 4, 1}, {1, 3, 1, 5}, {4, 5}},
        {{8, 3, 40, 40}, {8, 3, 40, 40}, {3, 1, 1}, {8, 1, 1, 1}},
        {{2, 600, 3}, {2, 1, 3}, {600, 1}, {2, 600, 3}},
        {{0}, {0}, {1}, {0}},
        {{3, 0, 2}, {3, 1, 2}, {0, 1}, {1}},
        {{1, 1, 9, 1}, {9, 1}, {1, 1, 9, 1}, {1}},
    };

    private static Tensor random(Random random, DType dtype, long... sizes) {
        Tensor tensor = Tensor.allocate(dtype, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            if (dtype.isFloating()) {
                tensor.setDouble(i, random.nextGaussian() * 3);
            } else {
                tensor.setLong(i, dtype == DType.BOOL ? random.nextInt(2) : random.nextLong());
            }
        }
        return tensor;
    }

    private static void assertSame(Tensor expected, Tensor actual, double tolerance) {
        assertEquals(expected.type(), actual.type());
        for (long i = 0; i < expected.elements(); i++) {
            if (expected.dtype().isFloating()) {
                double e = expected.getDouble(i);
                double bound = Double.isFinite(e) ? tolerance * Math.max(1, Math.abs(e)) : 0;
                assertEquals(e, actual.getDouble(i), bound, "element " + i);
            } else {
                assertEquals(expected.getLong(i), actual.getLong(i), "element " + i);
            }
        }
    }

    private static void check(
            PointwiseKernels provider,
            Parallel parallel,
            Scalar expression,
            DType computing,
            double tolerance,
            TensorType output,
            Tensor... inputs) {
        Formula formula = new Formula(expression);
        Tensor expected = formula.evaluate(computing, output, inputs);
        Tensor actual = KernelCall.of(formula, output, inputs).with(parallel).compute(provider);
        assertSame(expected, actual, tolerance);
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void inputsBroadcastInAnyWay(Primitives twin) {
        Scalar expression = X.plus(Y).times(Z).minus(X);
        Random random = new Random(5);
        try (ComputePool pool = new ComputePool(3)) {
            for (long[][] sizes : BROADCASTS) {
                for (DType dtype : List.of(DType.FLOAT, DType.FLOAT16, DType.DOUBLE, DType.INT32)) {
                    check(
                            new PointwiseKernels(twin),
                            pool,
                            expression,
                            dtype,
                            0,
                            TensorType.of(dtype, sizes[0]),
                            random(random, dtype, sizes[1]),
                            random(random, dtype, sizes[2]),
                            random(random, dtype, sizes[3]));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = DType.class,
            names = {
                "FLOAT",
                "DOUBLE",
                "FLOAT16",
                "BFLOAT16",
                "INT8",
                "UINT8",
                "INT16",
                "UINT16",
                "INT32",
                "UINT32",
                "INT64",
                "UINT64",
                "BOOL"
            })
    void everyElementTypeIsReadComputedAndWritten(DType dtype) {
        Random random = new Random(7);
        Tensor x = random(random, dtype, 1500);
        Tensor y = random(random, dtype, 1500);
        PointwiseKernels provider = new PointwiseKernels(Twins.vector());
        Parallel parallel = Parallel.sequential();
        TensorType same = TensorType.of(dtype, 1500);
        TensorType bool = TensorType.of(DType.BOOL, 1500);
        check(provider, parallel, X.less(Y), dtype, 0, bool, x, y);
        check(provider, parallel, X.lessOrEqual(Y).plus(X.equal(X)), dtype, 0, bool, x, y);
        check(provider, parallel, Scalar.select(X.less(Y), X, Y), dtype, 0, same, x, y);
        check(provider, parallel, X.apply(BinaryFunction.MAX, Y), dtype, 0, same, x, y);
        if (dtype != DType.BOOL) {
            check(provider, parallel, X.times(Y).minus(X).plus(3), dtype, 0, same, x, y);
            check(provider, parallel, X.apply(BinaryFunction.DIV, Y), dtype, 0, same, x, y);
            check(provider, parallel, X.apply(BinaryFunction.POW, Scalar.constant(3)), dtype, 1e-6, same, x);
        }
        for (DType other : List.of(DType.FLOAT, DType.DOUBLE, DType.FLOAT16, DType.INT64, DType.INT8, DType.BOOL)) {
            check(provider, parallel, X, dtype, 0, TensorType.of(other, 1500), x);
            check(provider, parallel, X.plus(X), dtype, 0, TensorType.of(other, 1500), x);
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void chainsOfAllLengthsAroundTheBlockAgreeWithTheDefinition(Primitives twin) {
        Scalar gelu = X.times(0.5)
                .times(X.times(Math.sqrt(0.5)).apply(UnaryFunction.ERF).plus(1))
                .plus(Y);
        Random random = new Random(11);
        for (int n : Twins.lengths()) {
            Tensor x = random(random, DType.FLOAT, n);
            Tensor y = random(random, DType.FLOAT, n);
            TensorType type = TensorType.of(DType.FLOAT, n);
            check(new PointwiseKernels(twin), Parallel.sequential(), gelu, DType.FLOAT, 1e-6, type, x, y);
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void theBranchNotTakenHasNoEffectAndNaNAndInfinityPass(Primitives twin) {
        Tensor x = Tensor.vector(
                -1f, 0f, 2f, Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, -0f, 1.4e-45f, 9f);
        Scalar guarded = Scalar.select(Scalar.constant(0).less(X), X.apply(UnaryFunction.LOG), X.times(0));
        for (Scalar expression : List.of(
                guarded,
                X.apply(BinaryFunction.MAX, Scalar.constant(0)),
                X.apply(UnaryFunction.SQRT),
                X.apply(UnaryFunction.IS_NAN),
                X.over(X))) {
            check(
                    new PointwiseKernels(twin),
                    Parallel.sequential(),
                    expression,
                    DType.FLOAT,
                    1e-6,
                    TensorType.of(DType.FLOAT, 9),
                    x);
        }
    }

    @Test
    void opaqueFunctionsRun() {
        Scalar expression = new Scalar.OpaqueBinary(Math::hypot, new Scalar.Opaque(Math::cbrt, X), Y);
        Random random = new Random(13);
        for (DType dtype : List.of(DType.FLOAT, DType.DOUBLE)) {
            Tensor x = random(random, dtype, 33);
            Tensor y = random(random, dtype, 33);
            TensorType type = TensorType.of(dtype, 33);
            check(new PointwiseKernels(Twins.vector()), Parallel.sequential(), expression, dtype, 0, type, x, y);
        }
    }

    @Test
    void anInputThatIsReadAsItIsMayBeOverwritten() throws Exception {
        Random random = new Random(17);
        Tensor x = random(random, DType.FLOAT, 3, 1029);
        Tensor y = random(random, DType.FLOAT, 1029);
        TensorType type = TensorType.of(DType.FLOAT, 3, 1029);
        Formula formula = new Formula(X.times(Y).plus(X));
        Tensor expected = formula.evaluate(DType.FLOAT, type, x, y);
        KernelCall call = KernelCall.of(formula, type, x, y);
        try (Kernel kernel = call.prepare(new PointwiseKernels(Twins.vector()))) {
            assertTrue(kernel.mayOverwrite(0));
            assertFalse(kernel.mayOverwrite(1));
            kernel.run(call.bindings(Arrays.asList(x)));
            assertSame(expected, x, 0);
        }
    }

    @Test
    void offersSayWhichLoopsRunAndWhyNot() {
        PointwiseKernels provider = new PointwiseKernels();
        Tensor x = Tensor.vector(1f, 2f);
        Offer offer = provider.offer(KernelCall.of(new Formula(X), x.type(), x));
        Offer.Accepted accepted = assertInstanceOf(Offer.Accepted.class, offer);
        assertEquals(Offer.NATIVE, accepted.rank());
        assertEquals("pointwise, " + Twins.vector().description(), accepted.description());
        Tensor text = Tensor.of(new String[] {"a"}, 1);
        Offer declined = provider.offer(KernelCall.of(new Formula(X), text.type(), text));
        assertTrue(assertInstanceOf(Offer.Declined.class, declined).why().contains("STRING"));
        Offer mixed = provider.offer(KernelCall.of(new Formula(X.plus(Y)), x.type(), x, Tensor.vector(1L, 2L)));
        assertTrue(assertInstanceOf(Offer.Declined.class, mixed).why().contains("INT64"));
    }
}
