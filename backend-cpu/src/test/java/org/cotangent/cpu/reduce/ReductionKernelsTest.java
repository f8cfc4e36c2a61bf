package org.cotangent.cpu.reduce;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cotangent.cpu.ComputePool;
import org.cotangent.cpu.KernelCall;
import org.cotangent.cpu.PortableTwin;
import org.cotangent.cpu.primitive.Primitives;
import org.cotangent.cpu.primitive.Twins;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReductionKernelsTest {

    private static final List<String> REDUCTIONS = List.of(
            "ReduceSum",
            "ReduceMean",
            "ReduceLogSum",
            "ReduceSumSquare",
            "ReduceL1",
            "ReduceL2",
            "ReduceProd",
            "ReduceMax",
            "ReduceMin");
    private static final int DRAWS = 120;
    private static final double TOLERANCE = 1e-5;
    private static final double DOUBLE_TOLERANCE = 1e-13;

    private static Tensor random(long... sizes) {
        Random random = new Random(Arrays.hashCode(sizes));
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble());
        }
        return tensor;
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void reductionsAgreeWithThePortableOnes(Primitives primitives) {
        PortableTwin twin = new PortableTwin(new ReductionKernels(primitives), Parallel.sequential());
        for (String type : REDUCTIONS) {
            int accepted = twin.agreeOnDraws(twin.operator("", type), DType.FLOAT, DRAWS, 5, TOLERANCE);
            assertTrue(accepted > DRAWS / 2, type + ": " + accepted);
            int wide = twin.agreeOnDraws(twin.operator("", type), DType.DOUBLE, DRAWS, 5, DOUBLE_TOLERANCE);
            assertEquals(accepted, wide, type);
        }
        Operator sumTo = twin.operator(OperatorId.COTANGENT, "SumTo");
        int accepted = twin.agreeOnDraws(sumTo, DType.FLOAT, DRAWS, 5, TOLERANCE);
        assertTrue(accepted > DRAWS / 4, "SumTo: " + accepted);
    }

    @Test
    void largeReductionsOfAnyAxesAgreeWithThePortableOnes() {
        try (ComputePool pool = new ComputePool(3)) {
            PortableTwin twin = new PortableTwin(new ReductionKernels(Twins.vector()), pool);
            for (String type : List.of("ReduceSum", "ReduceMean", "ReduceMax", "ReduceL2")) {
                Operator operator = twin.operator("", type);
                for (Tensor axes : List.of(
                        Tensor.vector(0L),
                        Tensor.vector(2L),
                        Tensor.vector(0L, 2L),
                        Tensor.vector(1L),
                        Tensor.vector(0L, 1L),
                        Tensor.vector(0L, 1L, 2L))) {
                    for (Tensor data : List.of(random(40, 3, 1500), random(700, 100, 4), random(1, 200_000, 1))) {
                        boolean moves = Arrays.stream(axes.toLongs()).anyMatch(axis -> data.size((int) axis) > 1);
                        for (DType dtype : List.of(DType.FLOAT, DType.DOUBLE)) {
                            List<Tensor> inputs = Arrays.asList(data.converted(dtype), axes);
                            assertTrue(twin.agree(operator, Attributes.none(), inputs, 1, TOLERANCE) || !moves);
                        }
                    }
                }
            }
        }
    }

    /** The squares of these numbers are 0 or infinite in float32; the rows are long enough for several pieces. */
    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void normsOfTinyAndOfHugeNumbersAreExact(Primitives primitives) {
        PortableTwin twin = new PortableTwin(new ReductionKernels(primitives), Parallel.sequential());
        Operator norm = twin.operator("", "ReduceL2");
        for (float number : new float[] {0, 1e-30f, 1e30f, Float.MIN_NORMAL}) {
            for (long rows : new long[] {5, 100_000}) {
                for (int axis = 0; axis < 2; axis++) {
                    long[] sizes = axis == 0 ? new long[] {rows, 3} : new long[] {3, rows};
                    long[] results = axis == 0 ? new long[] {1, 3} : new long[] {3, 1};
                    Tensor data = Tensor.full(DType.FLOAT, number, sizes);
                    KernelCall call = KernelCall.of(
                                    norm, TensorType.of(DType.FLOAT, results), data, Tensor.vector((long) axis))
                            .withConstants(1);
                    double expected = Math.sqrt(rows) * number;
                    for (double found :
                            call.compute(new ReductionKernels(primitives)).toDoubles()) {
                        assertEquals(expected, found, TOLERANCE * expected);
                    }
                }
            }
        }
    }

    @Test
    void sumsDoNotDependOnTheThreads() {
        Tensor data = random(300_001);
        TensorType scalar = TensorType.of(DType.FLOAT, 1);
        PortableTwin twin = new PortableTwin(new ReductionKernels(), Parallel.sequential());
        KernelCall call = KernelCall.of(twin.operator("", "ReduceSum"), scalar, data);
        double alone = call.compute(new ReductionKernels()).getDouble(0);
        for (int threads = 2; threads < 6; threads++) {
            try (ComputePool pool = new ComputePool(threads)) {
                assertEquals(
                        alone, call.with(pool).compute(new ReductionKernels()).getDouble(0), 0);
            }
        }
    }

    @Test
    void offersNameTheLoopsAndWhatCannotBeDoneIsDeclined() {
        PortableTwin twin = new PortableTwin(new ReductionKernels(), Parallel.sequential());
        Operator sum = twin.operator("", "ReduceSum");
        Tensor data = random(2, 3);
        Tensor axes = Tensor.vector(1L);
        KernelCall call = KernelCall.of(sum, TensorType.of(DType.FLOAT, 2, 1), data, axes);
        Offer offer = new ReductionKernels().offer(call.withConstants(1));
        assertEquals(
                "reduction, " + Twins.vector().description(),
                assertInstanceOf(Offer.Accepted.class, offer).description());
        assertFalse(new ReductionKernels().offer(call) instanceof Offer.Accepted, "axes are not constant");
        Tensor empty = random(0, 3);
        Offer declined = new ReductionKernels().offer(KernelCall.of(sum, TensorType.of(DType.FLOAT, 1, 1), empty));
        assertTrue(assertInstanceOf(Offer.Declined.class, declined).why().contains("no elements"));
    }
}
