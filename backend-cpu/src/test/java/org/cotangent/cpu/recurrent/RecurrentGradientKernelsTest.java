package org.cotangent.cpu.recurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels that go back in time against the expansion of their operators. */
class RecurrentGradientKernelsTest {

    private static final int DRAWS = 80;
    private static final double TOLERANCE = 2e-5;

    private static Operator gradient(PortableTwin twin, LayerKind kind) {
        return twin.operator(OperatorId.COTANGENT, kind.name() + "Gradient");
    }

    /** Inputs of a gradient; the optional ones are there or not by chance. */
    private static List<@Nullable Tensor> inputs(
            LayerKind kind, Random random, int length, int directions, int batch, int hidden) {
        RandomSequences draw = new RandomSequences(random);
        double bound = 1 / Math.sqrt(hidden);
        long[] state = {directions, batch, hidden};
        List<@Nullable Tensor> inputs = new ArrayList<>();
        inputs.add(draw.numbers(-bound, bound, directions, (long) kind.gates() * hidden, hidden));
        inputs.add(draw.numbers(0, 1, length, directions, batch, (long) kind.traced() * hidden));
        inputs.add(random.nextBoolean() ? draw.lengths(length, batch) : null);
        inputs.add(draw.maybe(length, directions, batch, hidden));
        inputs.add(draw.maybe(state));
        if (kind.hasCellState()) {
            inputs.add(draw.maybe(state));
            inputs.add(draw.maybe(directions, 3L * hidden));
        }
        return inputs;
    }

    @ParameterizedTest
    @EnumSource(LayerKind.class)
    void drawsAgreeWithTheExpansion(LayerKind kind) {
        Twins.both().forEach(primitives -> {
            PortableTwin twin = new PortableTwin(new RecurrentGradientKernels(primitives), Parallel.sequential());
            assertEquals(DRAWS, twin.agreeOnDraws(gradient(twin, kind), DType.FLOAT, DRAWS, 6, TOLERANCE));
        });
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void layersOfAllSizesAgreeWithTheExpansion(Primitives primitives) {
        int[][] sizes = {{1, 1, 1}, {7, 1, 33}, {5, 3, 16}, {12, 11, 31}, {3, 130, 5}, {4, 40, 64}};
        try (ComputePool pool = new ComputePool(3)) {
            PortableTwin twin = new PortableTwin(new RecurrentGradientKernels(primitives), pool);
            for (LayerKind kind : LayerKind.values()) {
                for (int i = 0; i < 3 * sizes.length; i++) {
                    int[] size = sizes[i % sizes.length];
                    String direction =
                            List.of("forward", "reverse", "bidirectional").get(i / sizes.length);
                    int directions = direction.equals("bidirectional") ? 2 : 1;
                    Attributes attributes = Attributes.of("direction", direction);
                    if (kind == LayerKind.GRU) {
                        attributes = attributes.with("linear_before_reset", i % 2);
                    }
                    List<@Nullable Tensor> inputs = inputs(kind, new Random(i), size[0], directions, size[1], size[2]);
                    int outputs = 1 + i % (kind.hasCellState() ? 3 : 2);
                    assertTrue(
                            twin.agree(gradient(twin, kind), attributes, inputs, outputs, TOLERANCE),
                            kind + " " + Arrays.toString(size));
                }
            }
        }
    }

    /** What is traced by the fast kernel of the layer is what the portable kernel traces. */
    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void tracesAgreeWithThePortableKernels(Primitives primitives) {
        PortableTwin twin = new PortableTwin(new RecurrentKernels(primitives), Parallel.sequential());
        for (LayerKind kind : LayerKind.values()) {
            for (int i = 0; i < 8; i++) {
                RandomSequences draw = new RandomSequences(new Random(i));
                int wide = kind.gates() * 19;
                int directions = 1 + i % 2;
                List<@Nullable Tensor> inputs = new ArrayList<>();
                inputs.add(draw.numbers(-1, 1, 5, 3, 4));
                inputs.add(draw.numbers(-1, 1, directions, wide, 4));
                inputs.add(draw.numbers(-1, 1, directions, wide, 19));
                inputs.add(draw.maybe(directions, 2L * wide));
                inputs.add(i < 4 ? draw.lengths(5, 3) : null);
                inputs.add(draw.maybe(directions, 3, 19));
                if (kind.hasCellState()) {
                    inputs.add(draw.maybe(directions, 3, 19));
                    inputs.add(draw.maybe(directions, 3 * 19));
                }
                Attributes attributes = Attributes.of("direction", directions == 2 ? "bidirectional" : "reverse");
                if (kind == LayerKind.GRU) {
                    attributes = attributes.with("linear_before_reset", i / 2 % 2);
                }
                int outputs = kind.traceOutput() + 1;
                assertTrue(twin.agree(twin.operator("", kind.name()), attributes, inputs, outputs, 1e-5), kind + "");
            }
        }
    }

    @Test
    void offersNameTheLoopsAndWhatCannotBeDoneIsDeclined() {
        RecurrentGradientKernels provider = new RecurrentGradientKernels();
        Operator operator = gradient(new PortableTwin(provider, Parallel.sequential()), LayerKind.LSTM);
        List<@Nullable Tensor> inputs = inputs(LayerKind.LSTM, new Random(1), 2, 1, 3, 4);
        KernelCall call = call(operator, DType.FLOAT, inputs);
        assertEquals(
                "back in time, " + Twins.vector().description(),
                assertInstanceOf(Offer.Accepted.class, provider.offer(call)).description());
        inputs.replaceAll(
                tensor -> tensor == null || tensor.dtype() == DType.INT32 ? tensor : tensor.converted(DType.DOUBLE));
        Offer.Declined declined =
                assertInstanceOf(Offer.Declined.class, provider.offer(call(operator, DType.DOUBLE, inputs)));
        assertTrue(declined.why().contains("DOUBLE"), declined.why());
    }

    private static KernelCall call(Operator operator, DType dtype, List<@Nullable Tensor> inputs) {
        return new KernelCall(
                operator,
                operator.signature().resolve(Attributes.none()),
                inputs,
                Set.of(),
                List.of(TensorType.of(dtype, 2, 1, 3, 16)),
                Parallel.sequential());
    }
}
