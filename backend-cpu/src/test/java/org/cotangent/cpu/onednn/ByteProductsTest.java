package org.cotangent.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.cotangent.cpu.PortableTwin;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.plan.Plan;
import org.cotangent.engine.plan.Session;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Integer products have the bits of the portable kernels. */
class ByteProductsTest extends KernelTest {

    private static final DType[] BYTES = {DType.UINT8, DType.INT8};

    private final PortableTwin twin = new PortableTwin(provider, Parallel.sequential());
    private final Operator matMul = twin.operator("", "MatMulInteger");
    private final Operator convolution = twin.operator("", "ConvInteger");

    /** Types of the factors. */
    record Types(DType a, DType b) {}

    static Stream<Types> types() {
        return Arrays.stream(BYTES).flatMap(a -> Arrays.stream(BYTES).map(b -> new Types(a, b)));
    }

    /** The whole range of the type, with more of its ends than chance gives. */
    private static Tensor bytes(Random random, DType dtype, long... sizes) {
        int lowest = dtype == DType.UINT8 ? 0 : -128;
        Tensor tensor = Tensor.allocate(dtype, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            int value = switch (random.nextInt(4)) {
                case 0 -> 0;
                case 1 -> 255;
                default -> random.nextInt(256);
            };
            tensor.setDouble(i, lowest + value);
        }
        return tensor;
    }

    private static @Nullable Tensor zeroPoint(Random random, DType dtype) {
        return random.nextInt(4) == 0
                ? null
                : bytes(random, dtype, random.nextBoolean() ? new long[0] : new long[] {1});
    }

    @ParameterizedTest
    @MethodSource("types")
    void matMulIntegerEqualsThePortableKernel(Types types) {
        Random draw = new Random(types.hashCode());
        for (long[][] factors : new long[][][] {
            {{64, 64}, {64, 64}},
            {{1, 300}, {300, 200}},
            {{37, 65}, {65, 29}},
            {{3, 2000}, {2000, 17}},
            {{3, 5, 17, 31}, {31, 33}},
            {{3, 5, 17, 31}, {3, 5, 31, 33}},
            {{17, 31}, {3, 5, 31, 33}},
            {{300}, {300, 201}},
            {{201, 300}, {300}},
            {{1 + draw.nextInt(90), 900}, {900, 1 + draw.nextInt(90)}},
        }) {
            List<@Nullable Tensor> inputs = new ArrayList<>();
            inputs.add(bytes(draw, types.a(), factors[0]));
            inputs.add(bytes(draw, types.b(), factors[1]));
            inputs.add(zeroPoint(draw, types.a()));
            inputs.add(zeroPoint(draw, types.b()));
            boolean small = factors[0][factors[0].length - 1] <= 65;
            assertTrue(twin.agree(matMul, Attributes.none(), inputs, 1, 0) || !small, inputs::toString);
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void convIntegerEqualsThePortableKernel(Types types) {
        Random draw = new Random(types.hashCode());
        for (String form : List.of("1 32 3", "2 32 3", "32 32 3", "1 3 5", "1 16 1", "4 20 2")) {
            int[] numbers =
                    Arrays.stream(form.split(" ")).mapToInt(Integer::parseInt).toArray();
            int groups = numbers[0];
            int channels = numbers[1];
            int kernel = numbers[2];
            for (int spatial = 1; spatial <= 3; spatial++) {
                long[] x = new long[spatial + 2];
                long[] w = new long[spatial + 2];
                Arrays.fill(x, spatial == 3 ? 7 : 13);
                Arrays.fill(w, kernel);
                x[0] = 2;
                x[1] = channels;
                w[0] = groups == channels ? channels : 8L * groups;
                w[1] = channels / groups;
                Attributes attributes = Attributes.of("group", groups);
                long[] strides = new long[spatial];
                Arrays.fill(strides, 1 + draw.nextInt(2));
                attributes = attributes
                        .with("strides", strides)
                        .with("auto_pad", draw.nextBoolean() ? "SAME_UPPER" : "VALID");
                List<@Nullable Tensor> inputs = new ArrayList<>();
                inputs.add(bytes(draw, types.a(), x));
                inputs.add(bytes(draw, types.b(), w));
                inputs.add(zeroPoint(draw, types.a()));
                inputs.add(types.b() == DType.UINT8 ? Tensor.full(DType.UINT8, 128) : null);
                boolean accepted = twin.agree(convolution, attributes, inputs, 1, 0);
                boolean usual = spatial == 2 && channels > 16 && strides[0] == 1;
                assertTrue(accepted || !usual, attributes + " " + inputs);
            }
        }
    }

    /** What plans do where sums may be too large for zero points in oneDNN. */
    @ParameterizedTest
    @MethodSource("types")
    void plansMultiplyApartFromZeroPoints(Types types) {
        Random draw = new Random(types.hashCode());
        for (long[] zeros : new long[][] {{}, {3}, {17}}) {
            Tensor a = bytes(draw, types.a(), 2, 3, 1501);
            Tensor b = bytes(draw, types.b(), 1501, 17);
            Tensor aZero = bytes(draw, types.a(), zeros.length == 1 && zeros[0] == 17 ? new long[0] : zeros);
            Tensor bZero = bytes(draw, types.b(), zeros.length == 1 && zeros[0] == 3 ? new long[0] : zeros);
            Cotangent cotangent = Cotangent.load();
            GraphBuilder graph = cotangent.graph("product");
            Value product = graph.apply(
                    "MatMulInteger",
                    graph.input("a", a.type()),
                    graph.constant(b),
                    graph.input("zero", aZero.type()),
                    graph.constant(bZero));
            graph.output("y", product);
            Plan plan = cotangent.plan(graph.build(), Map.of());
            assertTrue(
                    plan.explain().stream()
                            .anyMatch(line -> line.contains("MatMulInteger") && line.contains("oneDNN: ")),
                    plan::toString);
            try (Session session = plan.newSession()) {
                Tensor y = Objects.requireNonNull(
                        session.run(Map.of("a", a, "zero", aZero)).get("y"));
                for (int i = 0; i < 6 * 17; i++) {
                    int row = i / 17;
                    int column = i % 17;
                    long sum = 0;
                    for (int k = 0; k < 1501; k++) {
                        sum += (a.getLong(row * 1501 + k) - aZero.getLong(row % 3 % aZero.elements()))
                                * (b.getLong(k * 17 + column) - bZero.getLong(column % bZero.elements()));
                    }
                    assertEquals(sum, y.getLong(i), types.toString());
                }
            }
        }
    }

    private static Tensor scales(Random random, long... sizes) {
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, 0.25 * (1 + random.nextInt(8)));
        }
        return tensor;
    }

    /** Scales of few binary places, so that many quotients are halfway between codes. */
    @ParameterizedTest
    @MethodSource("types")
    void qLinearMatMulEqualsThePortableKernel(Types types) {
        Random draw = new Random(types.hashCode());
        Operator operator = twin.operator("", "QLinearMatMul");
        for (long[][] factors : new long[][][] {
            {{64, 64}, {64, 64}}, {{37, 65}, {65, 29}}, {{3, 5, 17, 31}, {31, 33}}, {{3, 5, 17, 31}, {3, 5, 31, 33}}
        }) {
            for (DType result : BYTES) {
                long columns = factors[1][factors[1].length - 1];
                List<@Nullable Tensor> inputs = Arrays.asList(
                        bytes(draw, types.a(), factors[0]),
                        scales(draw),
                        bytes(draw, types.a()),
                        bytes(draw, types.b(), factors[1]),
                        draw.nextBoolean() ? scales(draw) : scales(draw, columns),
                        bytes(draw, types.b()),
                        Tensor.scalar((float) (1 << (10 + draw.nextInt(4)))),
                        bytes(draw, result));
                assertTrue(twin.agree(operator, Attributes.none(), inputs, 1, 0), inputs::toString);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("types")
    void qLinearConvEqualsThePortableKernel(Types types) {
        Random draw = new Random(types.hashCode());
        Operator operator = twin.operator("", "QLinearConv");
        for (int groups : new int[] {1, 2, 32}) {
            for (DType result : BYTES) {
                Attributes attributes = Attributes.of("group", groups).with("pads", 1, 0, 1, 2);
                Tensor bias = Tensor.allocate(DType.INT32, 32);
                for (int i = 0; i < 32; i++) {
                    bias.setLong(i, draw.nextInt(20001) - 10000);
                }
                List<@Nullable Tensor> inputs = Arrays.asList(
                        bytes(draw, types.a(), 2, 32, 14, 11),
                        scales(draw),
                        bytes(draw, types.a()),
                        bytes(draw, types.b(), 32, 32 / groups, 3, 3),
                        draw.nextBoolean() ? scales(draw) : scales(draw, 32),
                        Tensor.full(types.b(), types.b() == DType.UINT8 ? 128 : 0),
                        Tensor.scalar((float) (1 << (10 + draw.nextInt(4)))),
                        bytes(draw, result),
                        draw.nextBoolean() ? null : bias);
                assertTrue(twin.agree(operator, attributes, inputs, 1, 0), inputs::toString);
            }
        }
    }

    private String refused(Operator operator, @Nullable Tensor... inputs) {
        return twin.offer(operator, Attributes.none(), Arrays.asList(inputs)) instanceof Offer.Declined(String why)
                ? why
                : "";
    }

    @Test
    void zeroPointsOfRowsAndColumnsAreRefused() {
        Tensor a = bytes(random, DType.UINT8, 64, 64);
        Tensor several = bytes(random, DType.UINT8, 64);
        Tensor equal = Tensor.full(DType.UINT8, 7, 64);
        Tensor b = bytes(random, DType.UINT8, 64, 64);
        assertTrue(refused(matMul, a, b, several).contains("one zero point"));
        assertTrue(refused(matMul, a, b, null, several).contains("one zero point"));
        assertTrue(twin.agree(matMul, Attributes.none(), Arrays.asList(a, b, equal, equal), 1, 0));
    }

    @Test
    void zeroPointsOfConvolutionWeightsAreRefused() {
        Tensor x = bytes(random, DType.UINT8, 1, 32, 14, 14);
        Tensor w = bytes(random, DType.INT8, 32, 32, 3, 3);
        assertTrue(refused(convolution, x, w, null, Tensor.full(DType.INT8, 1)).contains("no zero point"));
    }

    @Test
    void processorsThatSaturateAreKnown() {
        assertFalse(new InstructionSet(0x27).sumsBytesExactly());
        assertFalse(new InstructionSet(0x7).sumsBytesExactly());
        assertFalse(new InstructionSet(0).sumsBytesExactly());
        assertTrue(new InstructionSet(0xf).sumsBytesExactly());
        assertTrue(new InstructionSet(0x67).sumsBytesExactly());
        assertFalse(new InstructionSet(0x67).multipliesBfloat16());
        assertTrue(new InstructionSet(0xfef).multipliesBfloat16());
    }
}
