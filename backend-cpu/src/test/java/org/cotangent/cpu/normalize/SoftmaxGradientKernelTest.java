package org.cotangent.cpu.normalize;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One pass over rows against the expansion of the operators. */
class SoftmaxGradientKernelTest {

    private static final int DRAWS = 120;
    private static final double TOLERANCE = 2e-5;

    private static final List<String> GRADIENTS = List.of("SoftmaxGradient", "LogSoftmaxGradient");

    private static Tensor random(int seed, long... sizes) {
        Random random = new Random(seed);
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-1, 1) / Math.sqrt((double) sizes[sizes.length - 1]));
        }
        return tensor;
    }

    @ParameterizedTest
    @ValueSource(strings = {"SoftmaxGradient", "LogSoftmaxGradient"})
    void drawsAgreeWithTheExpansion(String type) {
        Twins.both().forEach(primitives -> {
            PortableTwin twin = new PortableTwin(new NormalizationKernels(primitives), Parallel.sequential());
            int accepted =
                    twin.agreeOnDraws(twin.operator(OperatorId.COTANGENT, type), DType.FLOAT, DRAWS, 6, TOLERANCE);
            assertTrue(accepted > DRAWS / 4, type + ": " + accepted);
        });
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void rowsOfAllLengthsAgreeWithTheExpansion(Primitives primitives) {
        try (ComputePool pool = new ComputePool(2)) {
            PortableTwin twin = new PortableTwin(new NormalizationKernels(primitives), pool);
            for (int n : Twins.lengths()) {
                for (String type : GRADIENTS) {
                    boolean accepted = twin.agree(
                            twin.operator(OperatorId.COTANGENT, type),
                            Attributes.none(),
                            Arrays.asList(random(n, 20, n), random(n + 1, 20, n)),
                            1,
                            TOLERANCE);
                    assertEquals(n > 0, accepted, type + " of " + n);
                }
            }
        }
    }

    @Test
    void extremesAreWhatTheExpansionSays() {
        PortableTwin twin = new PortableTwin(new NormalizationKernels(), Parallel.sequential());
        float inf = Float.POSITIVE_INFINITY;
        Tensor y = Tensor.of(new float[] {1, 0, 0, 0.5f, 0.5f, 0, Float.NaN, 1, 2, -inf, -1, -1}, 4, 3);
        Tensor dy = Tensor.of(new float[] {inf, 1, 2, 1, 2, Float.NaN, 1, 2, 3, 4, -inf, 1}, 4, 3);
        for (String type : GRADIENTS) {
            assertTrue(twin.agree(
                    twin.operator(OperatorId.COTANGENT, type), Attributes.none(), Arrays.asList(y, dy), 1, TOLERANCE));
        }
    }

    @Test
    void otherAxesAndTypesAreLeftToTheExpansion() {
        NormalizationKernels provider = new NormalizationKernels();
        PortableTwin twin = new PortableTwin(provider, Parallel.sequential());
        Tensor y = random(1, 2, 3, 4);
        KernelCall call =
                KernelCall.of(twin.operator(OperatorId.COTANGENT, "SoftmaxGradient"), y.type(), y, random(2, 2, 3, 4));
        assertEquals(
                "rows, back, " + Twins.vector().description(),
                assertInstanceOf(Offer.Accepted.class, provider.offer(call.with(Attributes.of("axis", -1))))
                        .description());
        assertInstanceOf(Offer.Declined.class, provider.offer(call.with(Attributes.of("axis", 1))));
        Tensor wide = y.converted(DType.DOUBLE);
        KernelCall inDouble = KernelCall.of(call.operator(), wide.type(), wide, wide);
        assertInstanceOf(Offer.Declined.class, provider.offer(inDouble.with(Attributes.of("axis", -1))));
    }
}
