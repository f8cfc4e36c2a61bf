package org.cotangent.cpu.convolution;

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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ConvolutionKernelsTest {

    private static final int DRAWS = 200;
    private static final double TOLERANCE = 1e-5;
    private static final double DOUBLE_TOLERANCE = 1e-12;

    private static Tensor random(long... sizes) {
        Random random = new Random(Arrays.hashCode(sizes));
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextInt(9) - 4);
        }
        return tensor;
    }

    private static List<Operator> operators(PortableTwin twin) {
        return List.of(
                twin.operator("", "Conv"),
                twin.operator("", "ConvTranspose"),
                twin.operator(OperatorId.COTANGENT, "ConvInputGradient"),
                twin.operator(OperatorId.COTANGENT, "ConvWeightGradient"));
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void drawsAgreeWithThePortableKernels(Primitives primitives) {
        try (ComputePool pool = new ComputePool(2)) {
            PortableTwin twin = new PortableTwin(new ConvolutionKernels(primitives), pool);
            for (Operator operator : operators(twin)) {
                int accepted = twin.agreeOnDraws(operator, DType.FLOAT, DRAWS, 6, TOLERANCE);
                assertTrue(accepted > DRAWS * 0.9, operator + ": " + accepted);
                assertEquals(accepted, twin.agreeOnDraws(operator, DType.DOUBLE, DRAWS, 6, DOUBLE_TOLERANCE));
            }
        }
    }

    /** All numbers are small and whole, so that sums are exact in whatever order they are formed. */
    @ParameterizedTest
    @CsvSource({
        // batch, channels, outputs, group, kernel, stride, dilation, pad before, pad behind, size
        "1, 32, 40, 1, 3, 1, 1, 1, 1, 20",
        "3, 5, 7, 1, 3, 2, 1, 1, 0, 33",
        "2, 16, 16, 2, 5, 1, 2, 4, 4, 18",
        "2, 64, 48, 1, 1, 1, 1, 0, 0, 14",
        "1, 48, 64, 1, 1, 2, 1, 0, 0, 15",
        "2, 3, 12, 1, 7, 2, 1, 3, 3, 41",
        "2, 6, 9, 3, 4, 3, 1, 0, 2, 19",
        "1, 130, 70, 1, 3, 1, 1, 0, 0, 9",
        "5, 2, 3, 1, 2, 4, 3, 1, 1, 12",
        "1, 24, 24, 24, 3, 1, 1, 1, 1, 17",
        "2, 24, 48, 24, 3, 2, 1, 1, 1, 17"
    })
    void largerConvolutionsAndTheirGradientsAreExact(
            long n,
            long c,
            long m,
            long group,
            long kernel,
            long stride,
            long dilation,
            long before,
            long behind,
            long size) {
        long result = (size + before + behind - dilation * (kernel - 1) - 1) / stride + 1;
        for (int rank = 1; rank <= (kernel * size > 100 ? 2 : 3); rank++) {
            long[] x = sizes(rank, size, n, c);
            long[] w = sizes(rank, kernel, m, c / group);
            long[] y = sizes(rank, result, n, m);
            long[] pads = new long[2 * rank];
            Arrays.fill(pads, 0, rank, before);
            Arrays.fill(pads, rank, 2 * rank, behind);
            Attributes attributes = Attributes.of("group", group)
                    .with("strides", repeated(rank, stride))
                    .with("dilations", repeated(rank, dilation))
                    .with("pads", pads);
            for (Primitives primitives : List.of(Twins.vector(), Twins.scalar())) {
                checkAll(primitives, attributes, x, w, y);
            }
        }
    }

    private static void checkAll(Primitives primitives, Attributes attributes, long[] x, long[] w, long[] y) {
        try (ComputePool pool = new ComputePool(3)) {
            PortableTwin twin = new PortableTwin(new ConvolutionKernels(primitives), pool);
            List<Operator> operators = operators(twin);
            Tensor bias = random(w[0]);
            check(twin, operators.get(0), attributes, random(x), random(w), bias);
            long channels = w[1] * attributes.integer("group");
            check(twin, operators.get(1), attributes, random(y), random(w), random(channels));
            check(twin, operators.get(2), attributes, random(y), random(w), Tensor.vector(x));
            check(twin, operators.get(3), attributes, random(x), random(y), Tensor.vector(w));
        }
    }

    private static void check(PortableTwin twin, Operator operator, Attributes attributes, Tensor... inputs) {
        List<@Nullable Tensor> list = new ArrayList<>(Arrays.asList(inputs));
        assertTrue(twin.agree(operator, attributes, list, 1, 0), operator.toString());
    }

    private static long[] sizes(int rank, long size, long... leading) {
        long[] sizes = Arrays.copyOf(leading, rank + 2);
        Arrays.fill(sizes, 2, rank + 2, size);
        return sizes;
    }

    private static long[] repeated(int rank, long value) {
        long[] values = new long[rank];
        Arrays.fill(values, value);
        return values;
    }

    @Test
    void nothingOutsideTheWindowsTouchesTheResult() {
        PortableTwin twin = new PortableTwin(new ConvolutionKernels(Twins.vector()), Parallel.sequential());
        Tensor x = random(1, 2, 5, 40);
        x.setDouble(41, Double.NaN);
        x.setDouble(200 + 199, Double.POSITIVE_INFINITY);
        Attributes attributes = Attributes.of("pads", 1, 1, 1, 1);
        check(twin, twin.operator("", "Conv"), attributes, x, random(3, 2, 3, 3));
        check(twin, twin.operator("", "Conv"), attributes.with("strides", 2, 2), x, random(3, 2, 3, 3));
        check(twin, twin.operator("", "ConvTranspose"), attributes.with("strides", 2, 2), x, random(2, 3, 3, 3));
        Tensor dy = random(1, 3, 5, 40);
        Operator weights = twin.operator(OperatorId.COTANGENT, "ConvWeightGradient");
        check(twin, weights, attributes, x, dy, Tensor.vector(3L, 2L, 3L, 3L));
    }

    @Test
    void sumsOverImagesDoNotDependOnTheThreads() {
        Operator operator = new PortableTwin(new ConvolutionKernels(), Parallel.sequential())
                .operator(OperatorId.COTANGENT, "ConvWeightGradient");
        Tensor x = noise(12, 2, 30, 30);
        Tensor dy = noise(12, 3, 28, 28);
        Tensor w = random(3, 2, 3, 3);
        KernelCall call = KernelCall.of(operator, w.type(), x, dy, Tensor.vector(3L, 2L, 3L, 3L))
                .with(operator.signature().resolve(Attributes.none()));
        Tensor alone = call.compute(new ConvolutionKernels());
        for (int threads = 2; threads < 5; threads++) {
            try (ComputePool pool = new ComputePool(threads)) {
                Tensor together = call.with(pool).compute(new ConvolutionKernels());
                for (long i = 0; i < alone.elements(); i++) {
                    assertEquals(alone.getDouble(i), together.getDouble(i), 0);
                }
            }
        }
    }

    private static Tensor noise(long... sizes) {
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        Random random = new Random(3);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextGaussian());
        }
        return tensor;
    }

    @Test
    void depthwiseConvolutionsByVectorsOutrankLibraries() {
        Operator conv = new PortableTwin(new ConvolutionKernels(), Parallel.sequential()).operator("", "Conv");
        Tensor x = random(1, 4, 5, 5);
        Tensor w = random(4, 1, 3, 3);
        KernelCall call = KernelCall.of(conv, random(1, 4, 3, 3).type(), x, w)
                .with(conv.signature().resolve(Attributes.of("group", 4)));
        Offer.Accepted vector =
                assertInstanceOf(Offer.Accepted.class, new ConvolutionKernels(Twins.vector()).offer(call));
        Offer.Accepted plain =
                assertInstanceOf(Offer.Accepted.class, new ConvolutionKernels(Twins.scalar()).offer(call));
        assertEquals("padded planes, " + Twins.vector().description(), vector.description());
        assertTrue(vector.rank() > 2 * Offer.NATIVE);
        assertEquals(Offer.NATIVE, plain.rank());
    }

    @Test
    void offersNameTheLoopsAndWhatCannotBeDoneIsDeclined() {
        ConvolutionKernels provider = new ConvolutionKernels();
        Operator conv = new PortableTwin(provider, Parallel.sequential()).operator("", "Conv");
        Tensor x = random(1, 2, 5, 5);
        Tensor w = random(3, 2, 3, 3);
        KernelCall call = KernelCall.of(conv, random(1, 3, 3, 3).type(), x, w);
        Offer offer = provider.offer(call);
        assertEquals(
                "unfolded image, " + Twins.vector().description(),
                assertInstanceOf(Offer.Accepted.class, offer).description());
        Tensor half = x.converted(DType.FLOAT16);
        Offer declined = provider.offer(KernelCall.of(conv, half.type(), half, half));
        assertTrue(assertInstanceOf(Offer.Declined.class, declined).why().contains("FLOAT16"));
    }
}
