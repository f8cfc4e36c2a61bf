package org.cotangent.cpu.pooling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cotangent.cpu.ChannelsLastCall;
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
            for (String type : List.of("MaxPoolGather", "MaxPoolScatter")) {
                Operator operator = twin.operator(OperatorId.COTANGENT, type);
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

    /** Planes of all sizes that blocks of them may have, and channels of all sizes that vectors may have. */
    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void bothLayoutsAgreeWithThePortableKernels(Primitives primitives) {
        try (ComputePool pool = new ComputePool(3)) {
            PoolKernels provider = new PoolKernels(primitives);
            PortableTwin twin = new PortableTwin(provider, pool);
            for (double chance : new double[] {0, 0.1, 0.9}) {
                for (Attributes given : forms()) {
                    Attributes attributes = given.without("storage_order");
                    for (long channels : new long[] {1, 7, 16, 33, 80}) {
                        Tensor x = rough(chance, 2, channels, 9, 11);
                        Tensor y = twin.expected(twin.operator("", "MaxPool"), attributes, List.of(x));
                        agree(twin, provider, pool, "", "MaxPool", attributes, y, x);
                        Tensor v = rough(0, 2, channels, 9, 11);
                        agree(twin, provider, pool, OperatorId.COTANGENT, "MaxPoolGather", attributes, y, x, v);
                        Tensor dy = rough(0, y.shape().sizes());
                        agree(twin, provider, pool, OperatorId.COTANGENT, "MaxPoolScatter", attributes, x, x, dy);
                    }
                }
            }
        }
    }

    private static void agree(
            PortableTwin twin,
            PoolKernels provider,
            Parallel parallel,
            String domain,
            String type,
            Attributes given,
            Tensor like,
            Tensor... inputs) {
        Operator operator = twin.operator(domain, type);
        Attributes attributes = operator.signature().resolve(given);
        assertTrue(twin.agree(operator, attributes, new ArrayList<>(List.of(inputs)), 1, TOLERANCE));
        ChannelsLastCall call = ChannelsLastCall.of(operator, attributes, like.type(), parallel, List.of(inputs));
        Tensor expected = twin.expected(operator, attributes, List.of(inputs));
        assertArrayEquals(
                expected.toFloats(), call.compute(provider).toFloats(), () -> type + " " + attributes + " " + like);
    }

    /** One tap before the plane, one behind it. */
    @Test
    void whatIsPaddedOnlyHasNoPlace() {
        PortableTwin twin = new PortableTwin(new PoolKernels(Twins.vector()), Parallel.sequential());
        Attributes wide = Attributes.of("kernel_shape", 2L).with("dilations", 5).with("pads", 1, 1);
        Tensor x = rough(0, 1, 3, 4);
        Tensor dy = rough(0, 1, 3, 1);
        assertTrue(twin.agree(twin.operator("", "MaxPool"), wide, new ArrayList<>(List.of(x)), 1, 0));
        Operator gather = twin.operator(OperatorId.COTANGENT, "MaxPoolGather");
        assertTrue(twin.agree(gather, wide, new ArrayList<>(List.of(x, x)), 1, 0));
        Operator scatter = twin.operator(OperatorId.COTANGENT, "MaxPoolScatter");
        assertTrue(twin.agree(scatter, wide, new ArrayList<>(List.of(x, dy)), 1, 0));
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
                "planes side by side, " + Twins.vector().description(),
                assertInstanceOf(Offer.Accepted.class, provider.offer(call)).description());
        ChannelsLastCall last = ChannelsLastCall.of(
                operator, call.attributes(), rough(0, 1, 1, 3, 3).type(), Parallel.sequential(), List.of(x));
        assertEquals(
                "channels last, " + Twins.vector().description(),
                assertInstanceOf(Offer.Accepted.class, last.offer(provider)).description());
        Tensor whole = x.converted(DType.INT8);
        Offer declined = provider.offer(KernelCall.of(operator, whole.type(), whole));
        assertTrue(assertInstanceOf(Offer.Declined.class, declined).why().contains("INT8"));
    }
}
