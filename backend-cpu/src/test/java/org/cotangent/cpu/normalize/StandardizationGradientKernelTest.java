package org.cotangent.cpu.normalize;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One pass over rows against the expansion of the operator. */
class StandardizationGradientKernelTest {

    private static final int DRAWS = 120;
    private static final double TOLERANCE = 2e-5;

    private static Operator operator(PortableTwin twin) {
        return twin.operator(OperatorId.COTANGENT, "StandardizationGradient");
    }

    private static Tensor random(int seed, double low, long... sizes) {
        Random random = new Random(seed);
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(low, 1));
        }
        return tensor;
    }

    @Test
    void drawsAgreeWithTheExpansion() {
        Twins.both().forEach(primitives -> {
            PortableTwin twin = new PortableTwin(new NormalizationKernels(primitives), Parallel.sequential());
            assertEquals(DRAWS, twin.agreeOnDraws(operator(twin), DType.FLOAT, DRAWS, 6, TOLERANCE));
        });
    }

    /** More rows than one block has, and rows of all lengths. */
    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void rowsOfAllLengthsAgreeWithTheExpansion(Primitives primitives) {
        try (ComputePool pool = new ComputePool(2)) {
            PortableTwin twin = new PortableTwin(new NormalizationKernels(primitives), pool);
            for (int n : Twins.lengths()) {
                for (int rows : new int[] {1, 150}) {
                    boolean accepted = twin.agree(
                            operator(twin),
                            Attributes.none(),
                            Arrays.asList(
                                    random(1, -1, rows, n),
                                    random(2, -1, n),
                                    random(3, -1, rows, n),
                                    random(4, 0.1, rows, 1),
                                    rows > 1 ? random(5, -1, rows, 1) : null),
                            2,
                            TOLERANCE);
                    assertEquals(n > 0, accepted, rows + " rows of " + n);
                }
            }
        }
    }

    @Test
    void extremesAreWhatTheExpansionSays() {
        PortableTwin twin = new PortableTwin(new NormalizationKernels(), Parallel.sequential());
        float inf = Float.POSITIVE_INFINITY;
        Tensor x = Tensor.of(new float[] {1, 2, 3, Float.NaN, 2, 3, inf, 0, 1}, 3, 3);
        Tensor dy = Tensor.of(new float[] {inf, 1, 2, 1, 2, 3, 1, 1, 1}, 3, 3);
        assertTrue(twin.agree(
                operator(twin),
                Attributes.none(),
                Arrays.asList(x, random(1, 0.1, 3), dy, random(2, 0.1, 3, 1), random(3, 0, 3, 1)),
                2,
                TOLERANCE));
    }

    @Test
    void offersNameTheLoopsAndOtherTypesAreDeclined() {
        NormalizationKernels provider = new NormalizationKernels();
        PortableTwin twin = new PortableTwin(provider, Parallel.sequential());
        Tensor x = random(1, -1, 2, 3);
        Tensor scale = random(2, -1, 3);
        Tensor inverse = random(3, 0.1, 2, 1);
        Attributes attributes = Attributes.of("axis", -1);
        KernelCall call =
                KernelCall.of(operator(twin), x.type(), x, scale, x, inverse).with(attributes);
        assertEquals(
                "rows, back, " + Twins.vector().description(),
                assertInstanceOf(Offer.Accepted.class, provider.offer(call)).description());
        Tensor wide = x.converted(DType.DOUBLE);
        KernelCall inDouble = KernelCall.of(
                operator(twin),
                wide.type(),
                wide,
                scale.converted(DType.DOUBLE),
                wide,
                inverse.converted(DType.DOUBLE));
        assertInstanceOf(Offer.Declined.class, provider.offer(inDouble.with(attributes)));
    }
}
