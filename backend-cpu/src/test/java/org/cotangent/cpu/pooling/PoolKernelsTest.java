package org.cotangent.cpu.pooling;

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
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PoolKernelsTest {

    private static final int DRAWS = 200;
    private static final double TOLERANCE = 1e-6;

    /** Few different numbers, so that many are equal, with NaN and infinities among them. */
    private static Tensor rough(double chanceOfExtremes, long... sizes) {
        Random random = new Random(Arrays.hashCode(sizes));
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        double[] extremes = {Double.NaN, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY};
        for (long i = 0; i < tensor.elements(); i++) {
            boolean extreme = random.nextDouble() < chanceOfExtremes;
            tensor.setDouble(i, extreme ? extremes[random.nextInt(4)] : random.nextInt(5) - 2);
        }
        return tensor;
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void drawsAgreeWithThePortableKernels(Primitives primitives) {
        try (ComputePool pool = new ComputePool(2)) {
            PortableTwin twin = new PortableTwin(new PoolKernels(primitives), pool);
            for (String type : List.of("MaxPool", "AveragePool")) {
                Operator operator = twin.operator("", type);
                assertEquals(DRAWS, twin.agreeOnDraws(operator, DType.FLOAT, DRAWS, 6, TOLERANCE), type);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void maximaAndTheirIndicesAreTheFirstOfEqualsAndNaNWins(Primitives primitives) {
        try (ComputePool pool = new ComputePool(3)) {
            PortableTwin twin = new PortableTwin(new PoolKernels(primitives), pool);
            Operator operator = twin.operator("", "MaxPool");
            for (double chance : new double[] {0, 0.1, 0.9}) {
                for (Attributes attributes : forms()) {
                    for (long size : new long[] {7, 16, 19, 40}) {
                        for (int outputs = 1; outputs < 3; outputs++) {
                            Tensor x = rough(chance, 2, 3, 9, size);
                            assertTrue(twin.agree(operator, attributes, new ArrayList<>(List.of(x)), outputs, 0));
                        }
                    }
                }
            }
        }
    }

    private static List<Attributes> forms() {
        Attributes three = Attributes.of("kernel_shape", 3, 3);
        return List.of(
                three,
                three.with("strides", 2, 2).with("pads", 1, 1, 1, 1),
                three.with("strides", 3, 3).with("pads", 2, 0, 0, 2).with("ceil_mode", 1),
                three.with("dilations", 2, 2).with("storage_order", 1),
                Attributes.of("kernel_shape", 2, 5)
                        .with("auto_pad", "SAME_LOWER")
                        .with("strides", 1, 2));
    }

    @Test
    void averagesOfLargePlanesAgreeWithThePortableOnes() {
        PortableTwin twin = new PortableTwin(new PoolKernels(Twins.vector()), Parallel.sequential());
        Operator operator = twin.operator("", "AveragePool");
        for (Attributes form : forms()) {
            for (int padded = 0; padded < 2; padded++) {
                Attributes attributes = form.without("storage_order").with("count_include_pad", padded);
                Tensor x = rough(0, 1, 5, 37, 70);
                assertTrue(twin.agree(operator, attributes, new ArrayList<>(List.of(x)), 1, TOLERANCE));
            }
        }
    }

    @Test
    void offersNameTheLoopsAndWhatCannotBeDoneIsDeclined() {
        PoolKernels provider = new PoolKernels();
        Operator operator = new PortableTwin(provider, Parallel.sequential()).operator("", "MaxPool");
        Tensor x = rough(0, 1, 1, 4, 4);
        KernelCall call = KernelCall.of(operator, rough(0, 1, 1, 3, 3).type(), x)
                .with(operator.signature().resolve(Attributes.of("kernel_shape", 2, 2)));
        assertEquals(
                "padded planes, " + Twins.vector().description(),
                assertInstanceOf(Offer.Accepted.class, provider.offer(call)).description());
        Tensor whole = x.converted(DType.INT8);
        Offer declined = provider.offer(KernelCall.of(operator, whole.type(), whole));
        assertTrue(assertInstanceOf(Offer.Declined.class, declined).why().contains("INT8"));
    }
}
