package org.cotangent.cpu.normalize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChannelNormalizationKernelsTest {

    private static final int DRAWS = 150;
    private static final double TOLERANCE = 2e-5;

    private static Tensor random(double centre, long... sizes) {
        Random random = new Random(sizes.length);
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, centre + random.nextGaussian());
        }
        return tensor;
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void drawsAgreeWithThePortableKernels(Primitives primitives) {
        try (ComputePool pool = new ComputePool(2)) {
            PortableTwin twin = new PortableTwin(new ChannelNormalizationKernels(primitives), pool);
            for (String type : List.of("BatchNormalization", "InstanceNormalization", "GroupNormalization")) {
                int accepted = twin.agreeOnDraws(twin.operator("", type), DType.FLOAT, DRAWS, 6, TOLERANCE);
                assertEquals(DRAWS, accepted, type);
            }
        }
    }

    /** Residual outputs included; the mean is far from zero, so that a difference of large numbers would show. */
    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void largerImagesAgreeWithThePortableKernels(Primitives primitives) {
        try (ComputePool pool = new ComputePool(3)) {
            PortableTwin twin = new PortableTwin(new ChannelNormalizationKernels(primitives), pool);
            Tensor x = random(50, 3, 6, 19, 23);
            Tensor scale = random(1, 6);
            Tensor bias = random(0, 6);
            Tensor mean = random(50, 6);
            Tensor variance = Tensor.of(DType.FLOAT, new double[] {1, 2, 0.5, 4, 1, 3}, 6);
            List<@Nullable Tensor> batch = new ArrayList<>(List.of(x, scale, bias, mean, variance));
            for (int training = 0; training < 2; training++) {
                Attributes attributes = Attributes.of("training_mode", training);
                Operator operator = twin.operator("", "BatchNormalization");
                assertTrue(twin.agree(operator, attributes, batch, training == 0 ? 1 : 5, 5 * TOLERANCE));
            }
            List<@Nullable Tensor> groups = new ArrayList<>(List.of(x, scale, bias));
            assertTrue(twin.agree(
                    twin.operator("", "InstanceNormalization"), Attributes.none(), groups, 1, 5 * TOLERANCE));
            assertTrue(twin.agree(
                    twin.operator("", "GroupNormalization"), Attributes.of("num_groups", 3), groups, 1, 5 * TOLERANCE));
        }
    }

    @Test
    void offersNameTheLoopsAndWhatCannotBeDoneIsDeclined() {
        ChannelNormalizationKernels provider = new ChannelNormalizationKernels();
        Operator operator = new PortableTwin(provider, Parallel.sequential()).operator("", "InstanceNormalization");
        Tensor x = random(0, 2, 3, 4);
        Tensor scale = random(0, 3);
        Offer offer = provider.offer(KernelCall.of(operator, x.type(), x, scale, scale));
        assertEquals(
                "channels, " + Twins.vector().description(),
                assertInstanceOf(Offer.Accepted.class, offer).description());
        Tensor wide = x.converted(DType.DOUBLE);
        Offer declined = provider.offer(KernelCall.of(operator, wide.type(), wide, scale, scale));
        assertTrue(assertInstanceOf(Offer.Declined.class, declined).why().contains("DOUBLE"));
    }
}
