package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeadTest {
    private static final long SEED = 5;

    @TempDir
    private Path folder = Path.of("");

    private Model encoder() {
        return SmallModel.of(folder, HeadTest::write);
    }

    private static void write(GraphBuilder b, Formulas f) {
        Value x = b.input("x", TensorType.of(DType.FLOAT, 2, 3, 4));
        Value shift = b.input("shift", TensorType.of(DType.FLOAT, 9));
        Value features = f.tanh(f.matmul(x, b.initializer("body", RandomTensors.of(1, 4, 4))));
        b.output("features", features);
        b.output("scores", f.add(f.matmul(features, b.initializer("old", RandomTensors.of(2, 4, 9))), shift));
    }

    private static List<String> types(Graph graph) {
        return graph.nodes().stream().map(node -> node.operator().id().type()).toList();
    }

    @Test
    void aCutModelEndsAtTheValueAndHasNothingElse() {
        Model cut = encoder().cutAt("features");
        assertEquals(Set.of("x"), cut.graph().inputs().keySet());
        assertEquals(Set.of("features"), cut.graph().outputs().keySet());
        assertEquals(List.of("MatMul", "Tanh"), types(cut.graph()));
        assertEquals(1, cut.parameters().size());
        Tensor x = RandomTensors.of(3, 2, 3, 4);
        Map<String, Tensor> whole = encoder().predict(Map.of("x", x, "shift", Tensor.allocate(DType.FLOAT, 9)));
        assertArrayEquals(
                Objects.requireNonNull(whole.get("features")).toFloats(),
                SmallModel.output(cut, "features", x).toFloats());
    }

    @Test
    void aCutAtAnUnknownValueNamesCloseOnes() {
        String message = String.valueOf(
                assertThrows(GraphException.class, () -> encoder().cutAt("fetures"))
                        .getMessage());
        assertTrue(message.contains("'fetures'") && message.contains("features"), message);
    }

    @Test
    void aHeadReplacesTheOutputsAndItsParametersAreTrained() {
        Model model = encoder()
                .freeze("**")
                .cutAt("features")
                .attach("logits", SEED, (head, f) -> head.linear("head", head.input(), 2));
        assertEquals(Set.of("head.weight", "head.bias"), model.trained());
        Tensor logits = SmallModel.output(model, "logits", RandomTensors.of(3, 2, 3, 4));
        assertArrayEquals(new long[] {2, 3, 2}, logits.sizes());
        assertTrue(model.graph().nodes().stream()
                .noneMatch(node -> node.outputs().getFirst().name().equals("scores")));
    }

    @Test
    void severalOutputsAreNoGroundForAHead() {
        assertThrows(GraphException.class, () -> encoder().attach("y", SEED, (head, f) -> head.input()));
    }

    @Test
    void aLinearHeadNeedsAKnownWidth() {
        Model model = SmallModel.of(
                folder,
                (b, f) -> b.output(
                        "y", f.tanh(b.input("x", new TensorType(DType.FLOAT, Shape.of(List.of(Dim.symbol("w"))))))));
        assertThrows(
                ShapeException.class, () -> model.attach("z", SEED, (head, f) -> head.linear("head", head.input(), 2)));
    }

    @Test
    void meanPoolingLeavesPaddingOut() {
        Model model = SmallModel.of(folder, (b, f) -> {
            b.output("tokens", f.neg(b.input("x", TensorType.of(DType.FLOAT, 2, 3, 2))));
            b.input("mask", TensorType.of(DType.INT64, 2, 3));
        });
        Model pooled = model.attach("mean", SEED, (head, f) -> head.meanPooling(head.input(), head.value("mask")));
        Tensor x = Tensor.of(new float[] {1, 2, 3, 4, 50, 60, 7, 8, 90, 100, 110, 120}, 2, 3, 2);
        Tensor mask = Tensor.of(new long[] {1, 1, 0, 1, 0, 0}, 2, 3);
        Tensor mean = pooled.predict(Map.of("x", x, "mask", mask)).get("mean");
        assertArrayEquals(
                new float[] {-2, -3, -7, -8}, Objects.requireNonNull(mean).toFloats());
    }

    @Test
    void layerNormAndGlobalAverageFollowTheirFormulas() {
        Model model = SmallModel.of(
                folder, (b, f) -> b.output("y", f.neg(b.input("x", TensorType.of(DType.FLOAT, 1, 2, 2)))));
        Tensor x = Tensor.of(new float[] {-1, -3, -2, -6}, 1, 2, 2);
        Model normal = model.attach("z", SEED, (head, f) -> head.layerNorm("norm", head.input(), 0));
        assertArrayEquals(
                new float[] {-1, 1, -1, 1}, SmallModel.output(normal, "z", x).toFloats(), 1e-6f);
        Model average = model.attach("z", SEED, (head, f) -> head.globalAverage(head.input()));
        assertArrayEquals(new float[] {2, 4}, SmallModel.output(average, "z", x).toFloats(), 1e-6f);
    }

    @Test
    void aModelForOneSampleTakesMoreAndComputesEachAlike() {
        Model one = SmallModel.of(folder, (b, f) -> {
            Value x = b.input("x", TensorType.of(DType.FLOAT, 1, 2, 3));
            Value flat = f.reshape(f.tanh(x), 1, 6);
            Value y = f.matmul(flat, b.initializer("w", RandomTensors.of(1, 6, 4)));
            b.output("y", f.reshape(y, 1, 2, 2));
        });
        Tensor x = RandomTensors.of(3, 2, 2, 3);
        float[] both = SmallModel.output(one.withAnyBatch(), "y", x).toFloats();
        float[] values = x.toFloats();
        for (int i = 0; i < 2; i++) {
            Tensor sample = Tensor.of(Arrays.copyOfRange(values, 6 * i, 6 * i + 6), 1, 2, 3);
            assertArrayEquals(
                    SmallModel.output(one, "y", sample).toFloats(), Arrays.copyOfRange(both, 4 * i, 4 * i + 4), 1e-6f);
        }
    }

    @Test
    void dropoutOfAHeadWorksInTrainingAlone() {
        Model model = encoder()
                .cutAt("features")
                .attach(
                        "logits",
                        SEED,
                        (head, f) -> head.linear("head", head.activation("Relu", head.dropout(head.input(), 0.5)), 2));
        assertTrue(types(model.trainingGraph()).contains("Dropout"));
        assertEquals(List.of("MatMul", "Tanh", "Relu", "MatMul", "Add"), types(model.graph()));
    }
}
