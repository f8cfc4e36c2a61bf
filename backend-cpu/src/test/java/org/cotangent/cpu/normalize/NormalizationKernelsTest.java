package org.cotangent.cpu.normalize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
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
import org.junit.jupiter.params.provider.ValueSource;

class NormalizationKernelsTest {

    private static final int DRAWS = 120;
    private static final double TOLERANCE = 2e-6;

    private static Tensor random(long... sizes) {
        Random random = new Random(Arrays.hashCode(sizes));
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextGaussian() * 3);
        }
        return tensor;
    }

    @ParameterizedTest
    @ValueSource(strings = {"Softmax", "LogSoftmax", "LayerNormalization", "RMSNormalization"})
    void drawsAgreeWithThePortableKernels(String type) {
        Twins.both().forEach(primitives -> {
            PortableTwin twin = new PortableTwin(new NormalizationKernels(primitives), Parallel.sequential());
            int accepted = twin.agreeOnDraws(twin.operator("", type), DType.FLOAT, DRAWS, 6, TOLERANCE * 10);
            assertTrue(accepted > DRAWS / 4, type + ": " + accepted);
        });
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void rowsOfAllLengthsAgreeWithThePortableKernels(Primitives primitives) {
        try (ComputePool pool = new ComputePool(2)) {
            PortableTwin twin = new PortableTwin(new NormalizationKernels(primitives), pool);
            Operator norm = twin.operator("", "LayerNormalization");
            Operator rms = twin.operator("", "RMSNormalization");
            for (int n : Twins.lengths()) {
                if (n > 0) {
                    Tensor x = random(20, n);
                    for (String type : new String[] {"Softmax", "LogSoftmax"}) {
                        assertTrue(
                                twin.agree(twin.operator("", type), Attributes.none(), Arrays.asList(x), 1, TOLERANCE));
                    }
                    if (n > 1) {
                        Tensor scale = random(n);
                        assertTrue(twin.agree(
                                norm, Attributes.none(), Arrays.asList(x, scale, random(n)), 3, TOLERANCE * 10));
                        assertTrue(twin.agree(rms, Attributes.none(), Arrays.asList(x, scale), 1, TOLERANCE * 10));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void softmaxAlongAnyAxisAgreesWithThePortableKernel(Primitives primitives) {
        try (ComputePool pool = new ComputePool(2)) {
            PortableTwin twin = new PortableTwin(new NormalizationKernels(primitives), pool);
            long[][] shapes = {{3, 5, 7}, {2, 300, 16}, {1, 4, 1030}, {17, 1, 33}, {2, 3, 4, 1}};
            for (long[] shape : shapes) {
                for (int axis = 0; axis < shape.length; axis++) {
                    for (String type : new String[] {"Softmax", "LogSoftmax"}) {
                        Attributes attributes = Attributes.of("axis", axis);
                        assertTrue(twin.agree(
                                twin.operator("", type), attributes, Arrays.asList(random(shape)), 1, TOLERANCE));
                    }
                }
            }
        }
    }

    @Test
    void softmaxOfExtremesIsWhatThePortableKernelSays() {
        PortableTwin twin = new PortableTwin(new NormalizationKernels(), Parallel.sequential());
        float inf = Float.POSITIVE_INFINITY;
        Tensor x = Tensor.of(
                new float[] {1000, 1000, -inf, -1000, 0, Float.NaN, 1, 2, inf, 1, 2, 3, 5, -inf, -inf, -inf}, 4, 4);
        for (String type : new String[] {"Softmax", "LogSoftmax"}) {
            assertTrue(twin.agree(twin.operator("", type), Attributes.none(), Arrays.asList(x), 1, TOLERANCE));
            Attributes first = Attributes.of("axis", 0);
            assertTrue(twin.agree(twin.operator("", type), first, Arrays.asList(x), 1, TOLERANCE));
        }
    }

    @Test
    void offersNameTheLoopsAndWhatCannotBeDoneIsDeclined() {
        NormalizationKernels provider = new NormalizationKernels();
        PortableTwin twin = new PortableTwin(provider, Parallel.sequential());
        Operator softmax = twin.operator("", "Softmax");
        Tensor x = random(2, 3, 4);
        KernelCall call = KernelCall.of(softmax, x.type(), x);
        Offer offer = provider.offer(call.with(Attributes.of("axis", -1)));
        assertEquals(
                "rows, " + Twins.vector().description(),
                assertInstanceOf(Offer.Accepted.class, offer).description());
        assertEquals(
                "columns, " + Twins.vector().description(),
                assertInstanceOf(Offer.Accepted.class, provider.offer(call.with(Attributes.of("axis", 1))))
                        .description());
        Tensor half = x.converted(DType.FLOAT16);
        assertFalse(provider.offer(KernelCall.of(softmax, half.type(), half)) instanceof Offer.Accepted);
    }
}
