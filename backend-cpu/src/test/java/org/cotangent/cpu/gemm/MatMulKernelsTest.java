package org.cotangent.cpu.gemm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MatMulKernelsTest {

    private static final int DRAWS = 150;
    private static final double TOLERANCE = 1e-5;
    private static final double DOUBLE_TOLERANCE = 1e-13;

    private static Tensor random(long... sizes) {
        Random random = new Random(Arrays.hashCode(sizes));
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble() - 0.5);
        }
        return tensor;
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void productsAgreeWithThePortableOnes(Primitives primitives) {
        try (ComputePool pool = new ComputePool(2)) {
            PortableTwin twin = new PortableTwin(new MatMulKernels(primitives), pool);
            for (Operator operator : List.of(
                    twin.operator("", "MatMul"),
                    twin.operator("", "Gemm"),
                    twin.operator(OperatorId.COTANGENT, "FusedMatMul"))) {
                assertEquals(DRAWS, twin.agreeOnDraws(operator, DType.FLOAT, DRAWS, 6, TOLERANCE));
                assertEquals(DRAWS, twin.agreeOnDraws(operator, DType.DOUBLE, DRAWS, 6, DOUBLE_TOLERANCE));
            }
        }
    }

    @Test
    void largeProductsAgreeWithThePortableOnes() {
        try (ComputePool pool = new ComputePool(3)) {
            PortableTwin twin = new PortableTwin(new MatMulKernels(Twins.vector()), pool);
            Operator matmul = twin.operator("", "MatMul");
            Operator gemm = twin.operator("", "Gemm");
            Attributes none = Attributes.none();
            assertTrue(twin.agree(matmul, none, Arrays.asList(random(3, 50, 70), random(70, 200)), 1, TOLERANCE));
            assertTrue(
                    twin.agree(matmul, none, Arrays.asList(random(2, 4, 60, 32), random(2, 4, 32, 60)), 1, TOLERANCE));
            assertTrue(twin.agree(matmul, none, Arrays.asList(random(500, 300), random(300)), 1, TOLERANCE));
            assertTrue(twin.agree(matmul, none, Arrays.asList(random(300), random(300, 500)), 1, TOLERANCE));
            Attributes transposed =
                    Attributes.of("transB", 1).with("alpha", 0.5f).with("beta", 2f);
            assertTrue(twin.agree(
                    gemm, transposed, Arrays.asList(random(64, 784), random(130, 784), random(130)), 1, TOLERANCE));
            assertTrue(twin.agree(
                    gemm, transposed, Arrays.asList(random(64, 784), random(130, 784), random(64, 1)), 1, TOLERANCE));
        }
    }

    @Test
    void largeProductsInFloat64AgreeWithThePortableOnes() {
        try (ComputePool pool = new ComputePool(3)) {
            PortableTwin twin = new PortableTwin(new MatMulKernels(Twins.vector()), pool);
            Attributes transposed =
                    Attributes.of("transA", 1).with("alpha", 0.5f).with("beta", 2f);
            List<Tensor> inputs = new ArrayList<>();
            for (long[] sizes : new long[][] {{784, 65}, {784, 131}, {131}}) {
                inputs.add(random(sizes).converted(DType.DOUBLE));
            }
            assertTrue(twin.agree(
                    twin.operator("", "Gemm"), transposed, new ArrayList<>(inputs), 1, 50 * DOUBLE_TOLERANCE));
        }
    }

    @Test
    void offersNameTheLoopsAndOtherTypesAreDeclined() {
        PortableTwin twin = new PortableTwin(new MatMulKernels(), Parallel.sequential());
        Operator matmul = twin.operator("", "MatMul");
        Tensor a = random(2, 3);
        Tensor b = random(3, 4);
        Offer offer =
                new MatMulKernels().offer(KernelCall.of(matmul, random(2, 4).type(), a, b));
        assertEquals(
                "packed matrix product, " + Twins.vector().description(),
                assertInstanceOf(Offer.Accepted.class, offer).description());
        Tensor whole = a.converted(DType.INT32);
        Offer declined = new MatMulKernels().offer(KernelCall.of(matmul, whole.type(), whole, whole));
        assertTrue(assertInstanceOf(Offer.Declined.class, declined).why().contains("INT32"));
    }
}
