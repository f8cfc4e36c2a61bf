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
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecurrentKernelsTest {

    private static final int DRAWS = 80;
    private static final double TOLERANCE = 1e-5;

    /** A layer of some sizes; the optional inputs are there or not by chance. */
    private record Layer(LayerKind kind, Random random, int length, int batch, int inputs, int hidden) {

        Attributes attributes(boolean batchFirst, String direction) {
            Attributes attributes = Attributes.of("direction", direction)
                    .with("layout", batchFirst ? 1 : 0)
                    .with("hidden_size", hidden);
            return kind == LayerKind.GRU ? attributes.with("linear_before_reset", random.nextInt(2)) : attributes;
        }

        List<@Nullable Tensor> tensors(boolean batchFirst, int directions) {
            int wide = kind.gates() * hidden;
            RandomSequences draw = new RandomSequences(random);
            double bound = 1 / Math.sqrt(hidden);
            long[] state = batchFirst ? new long[] {batch, directions, hidden} : new long[] {directions, batch, hidden};
            List<@Nullable Tensor> tensors = new ArrayList<>();
            tensors.add(
                    batchFirst
                            ? draw.numbers(-2, 2, batch, length, inputs)
                            : draw.numbers(-2, 2, length, batch, inputs));
            tensors.add(draw.numbers(-bound, bound, directions, wide, inputs));
            tensors.add(draw.numbers(-bound, bound, directions, wide, hidden));
            tensors.add(draw.maybe(directions, 2L * wide));
            tensors.add(random.nextBoolean() ? draw.lengths(length, batch) : null);
            tensors.add(draw.maybe(state));
            if (kind.hasCellState()) {
                tensors.add(draw.maybe(state));
                tensors.add(draw.maybe(directions, 3L * hidden));
            }
            return tensors;
        }
    }

    @ParameterizedTest
    @EnumSource(LayerKind.class)
    void drawsAgreeWithThePortableKernels(LayerKind kind) {
        Twins.both().forEach(primitives -> {
            PortableTwin twin = new PortableTwin(new RecurrentKernels(primitives), Parallel.sequential());
            int accepted = twin.agreeOnDraws(twin.operator("", kind.name()), DType.FLOAT, DRAWS, 6, TOLERANCE);
            assertTrue(accepted > DRAWS / 3, kind + ": " + accepted);
        });
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.cpu.primitive.Twins#both")
    void layersOfAllSizesAgreeWithThePortableKernels(Primitives primitives) {
        int[][] sizes = {
            {1, 1, 1, 1},
            {7, 1, 5, 33},
            {5, 3, 4, 16},
            {50, 11, 17, 31},
            {3, 260, 2, 5},
            {4, 40, 8, 100},
            {9, 8, 40, 64}
        };
        try (ComputePool pool = new ComputePool(3)) {
            PortableTwin twin = new PortableTwin(new RecurrentKernels(primitives), pool);
            for (LayerKind kind : LayerKind.values()) {
                Operator operator = twin.operator("", kind.name());
                for (int i = 0; i < 3 * sizes.length; i++) {
                    int[] size = sizes[i % sizes.length];
                    Layer layer = new Layer(kind, new Random(i), size[0], size[1], size[2], size[3]);
                    boolean batchFirst = layer.random().nextBoolean();
                    String direction =
                            List.of("forward", "reverse", "bidirectional").get(i / sizes.length);
                    int directions = direction.equals("bidirectional") ? 2 : 1;
                    Attributes attributes = layer.attributes(batchFirst, direction);
                    List<@Nullable Tensor> tensors = layer.tensors(batchFirst, directions);
                    int outputs = 1 + i % (kind.hasCellState() ? 3 : 2);
                    assertTrue(twin.agree(operator, attributes, tensors, outputs, TOLERANCE), kind + " " + layer);
                }
            }
        }
    }

    /** Each output alone is what it is among the others. */
    @ParameterizedTest
    @EnumSource(LayerKind.class)
    void outputsThatNobodyAskedForAreLeftOut(LayerKind kind) {
        RecurrentKernels provider = new RecurrentKernels();
        Operator operator = new PortableTwin(provider, Parallel.sequential()).operator("", kind.name());
        Layer layer = new Layer(kind, new Random(5), 4, 3, 5, 7);
        KernelCall whole = call(operator, layer, kind.hasCellState() ? 3 : 2);
        List<@Nullable Tensor> all = whole.run(whole.prepare(provider));
        for (int only = 0; only < all.size(); only++) {
            List<@Nullable TensorType> types = new ArrayList<>();
            for (int i = 0; i < all.size(); i++) {
                types.add(i == only ? whole.outputs().get(i) : null);
            }
            KernelCall part = new KernelCall(
                    operator, whole.attributes(), whole.inputs(), whole.constants(), types, Parallel.sequential());
            Tensor expected = all.get(only);
            Tensor actual = part.run(part.prepare(provider)).get(only);
            assertTrue(expected != null && actual != null);
            assertEquals(Arrays.toString(expected.toDoubles()), Arrays.toString(actual.toDoubles()));
        }
    }

    private static KernelCall call(Operator operator, Layer layer, int outputs) {
        TensorType state = TensorType.of(DType.FLOAT, 1, layer.batch(), layer.hidden());
        List<@Nullable TensorType> types = new ArrayList<>();
        types.add(TensorType.of(DType.FLOAT, layer.length(), 1, layer.batch(), layer.hidden()));
        types.add(state);
        types.add(state);
        Attributes attributes = operator.signature().resolve(layer.attributes(false, "forward"));
        return new KernelCall(
                operator,
                attributes,
                layer.tensors(false, 1),
                Set.of(),
                types.subList(0, outputs),
                Parallel.sequential());
    }

    @Test
    void offersNameTheLoopsAndWhatCannotBeDoneIsDeclined() {
        RecurrentKernels provider = new RecurrentKernels();
        Operator lstm = new PortableTwin(provider, Parallel.sequential()).operator("", "LSTM");
        KernelCall call = call(lstm, new Layer(LayerKind.LSTM, new Random(1), 2, 1, 2, 2), 1);
        Attributes attributes = call.attributes();
        assertEquals(
                "inputs of many times in one product, " + Twins.vector().description(),
                assertInstanceOf(Offer.Accepted.class, provider.offer(call)).description());
        assertInstanceOf(
                Offer.Accepted.class,
                provider.offer(call.with(attributes.with("activations", texts("sigmoid", "tanh", "TANH")))));
        assertDeclined(provider, call.with(attributes.with("activations", texts("Sigmoid", "Relu", "Tanh"))), "Relu");
        assertDeclined(provider, call.with(attributes.with("clip", 3f)), "clip");
        assertDeclined(provider, call.with(attributes.with("input_forget", 1)), "input_forget");
        List<@Nullable Tensor> wide = new ArrayList<>(call.inputs());
        wide.replaceAll(tensor -> tensor == null ? null : tensor.converted(DType.DOUBLE));
        KernelCall inDouble =
                new KernelCall(lstm, attributes, wide, call.constants(), call.outputs(), Parallel.sequential());
        assertDeclined(provider, inDouble, "DOUBLE");
    }

    private static Attribute.OfStrings texts(String... texts) {
        return new Attribute.OfStrings(List.of(texts));
    }

    private static void assertDeclined(RecurrentKernels provider, KernelCall call, String why) {
        String given =
                assertInstanceOf(Offer.Declined.class, provider.offer(call)).why();
        assertTrue(given.contains(why), given);
    }
}
