package org.cotangent.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.loss.MeanSquaredError;
import org.cotangent.train.optim.Sgd;
import org.cotangent.train.tune.LoRA;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Laws of low-rank adapters. */
class LoRATest {
    private static final long SEED = 11;
    private static final LoRA FORM = LoRA.rank(2).alpha(3);

    @TempDir
    private Path folder = Path.of("");

    private final Tensor x = RandomTensors.of(3, 2, 3, 6, 6);

    /** A convolution, a shared matrix, a transposed one, and both forms of Gemm. */
    private static void write(GraphBuilder b, Formulas f) {
        Value x = b.input("x", TensorType.of(DType.FLOAT, 2, 3, 6, 6));
        Attributes strided = Attributes.of("strides", 2, 2).with("pads", 1, 1, 1, 1);
        Value y =
                f.op("Conv", strided, x, weight(b, "conv", 4, 3, 3, 3), b.initializer("bias", RandomTensors.of(9, 4)));
        Value shared = weight(b, "shared", 3, 3);
        y = f.matmul(f.tanh(f.matmul(y, shared)), shared);
        y = f.matmul(y, f.transpose(weight(b, "transposed", 5, 3), 1, 0));
        y = f.reshape(y, 8, 15);
        y = f.op("Gemm", Attributes.none().with("alpha", 0.5f), y, weight(b, "gemm", 15, 4));
        y = f.op("Gemm", Attributes.of("transB", 1), f.tanh(y), weight(b, "gemm.transB", 5, 4));
        y = f.op("Gemm", Attributes.of("transA", 1).with("transB", 1), y, weight(b, "gemm.transA", 3, 8));
        b.output("y", y);
    }

    private static Value weight(GraphBuilder b, String name, long... sizes) {
        return b.initializer(name, RandomTensors.of(name.hashCode(), sizes));
    }

    private Model model() {
        return SmallModel.of(folder, LoRATest::write);
    }

    private Tensor output(Model model) {
        return SmallModel.output(model, "y", x);
    }

    /** The model after some steps. */
    private Model trained(Model model) {
        TrainingStep.Recipe recipe =
                new TrainingStep.Recipe("y", new MeanSquaredError(), Sgd.plain(), null, model.trained());
        try (Training training = model.train(recipe)) {
            Map<String, Tensor> batch = new HashMap<>(Map.of("x", x));
            batch.put(TrainingStep.TARGETS, RandomTensors.of(8, 5, 3));
            double first = training.step(0.1, batch).loss();
            for (int i = 0; i < 5; i++) {
                training.step(0.1, batch);
            }
            assertTrue(training.step(0.1, batch).loss() < first);
            return model.withParameters(training.parameters());
        }
    }

    @Test
    void adaptersChangeNothingAtFirst() {
        Model plain = model();
        assertArrayEquals(
                output(plain).toFloats(), output(plain.withLoRA(FORM, SEED)).toFloats());
    }

    @Test
    void adaptersAloneAreTrainedAndTheRestStaysBitEqual() {
        Model model = model().withLoRA(FORM, SEED);
        Set<String> weights = Set.of("conv", "shared", "transposed", "gemm", "gemm.transB", "gemm.transA");
        Set<String> expected = new HashSet<>();
        weights.forEach(name -> expected.addAll(Set.of(name + ".lora_A", name + ".lora_B")));
        assertEquals(expected, model.trained());
        Model trained = trained(model);
        weights.forEach(name -> assertArrayEquals(
                SmallModel.initializer(model, name).toFloats(),
                SmallModel.initializer(trained, name).toFloats()));
        assertArrayEquals(
                new long[] {2, 3, 3, 3},
                SmallModel.initializer(trained, "conv.lora_A").sizes());
        assertArrayEquals(
                new long[] {5, 2},
                SmallModel.initializer(trained, "transposed.lora_B").sizes());
    }

    @Test
    void mergedWeightsComputeWhatTheAdaptersDid() {
        Model trained = trained(model().withLoRA(FORM, SEED));
        Model merged = trained.merged();
        assertNotEquals(output(model()).toFloats()[0], output(trained).toFloats()[0], 1e-4);
        assertArrayEquals(output(trained).toFloats(), output(merged).toFloats(), 1e-5f);
        assertEquals(model().graph().nodes().size(), merged.graph().nodes().size());
    }

    @Test
    void aMergedModelPatchesTheFileAndNothingButTheseTensorsDiffers() throws IOException {
        Model model = model();
        Path out = folder.resolve("patched.onnx");
        assertThrows(GraphException.class, () -> model.withLoRA(FORM, SEED).patch(out));
        assertTrue(Files.notExists(out));
        Model merged = trained(model.withLoRA(FORM, SEED, "gemm.transB")).merged();
        merged.patch(out);
        byte[] before = Files.readAllBytes(model.imported().file());
        byte[] after = Files.readAllBytes(out);
        assertEquals(before.length, after.length);
        long changed = 0;
        for (int i = 0; i < before.length; i++) {
            changed += before[i] == after[i] ? 0 : 1;
        }
        assertTrue(changed > 0 && changed <= 4 * 5 * 4, changed + " bytes differ");
        assertArrayEquals(
                output(merged).toFloats(),
                output(Model.open(SmallModel.COTANGENT, out)).toFloats());
    }

    @Test
    void anUnmergedModelIsSavedWithItsAdapters() {
        Model trained = trained(model().withLoRA(FORM.dropout(0.3), SEED));
        Path out = folder.resolve("adapted.onnx");
        trained.save(out);
        Model reopened = Model.open(SmallModel.COTANGENT, out);
        assertArrayEquals(output(trained).toFloats(), output(reopened).toFloats(), 1e-6f);
        assertTrue(reopened.graph().nodes().stream()
                .noneMatch(node -> node.operator().id().type().equals("Dropout")));
    }

    @Test
    void aFileOfAdaptersBringsThemToAnotherModel() throws IOException {
        Model trained = trained(model().withLoRA(FORM, SEED));
        Path out = folder.resolve("adapters.safetensors");
        trained.saveAdapters(out);
        Model loaded = model().withAdapters(out);
        assertArrayEquals(output(trained).toFloats(), output(loaded).toFloats());
        assertEquals(trained.trained(), loaded.trained());
        assertTrue(Files.size(out) < Files.size(trained.imported().file()));
        assertThrows(ModelException.class, () -> model().saveAdapters(folder.resolve("none")));
    }

    @Test
    void adaptersThatDoNotFitAreNamed() {
        Path out = folder.resolve("adapters.safetensors");
        model().withLoRA(FORM, SEED, "shared", "gemm").saveAdapters(out);
        Model other = SmallModel.of(folder, (b, f) -> {
            Value x = b.input("x", TensorType.of(DType.FLOAT, 2, 7));
            b.output("y", f.matmul(x, weight(b, "gemm", 7, 4)));
        });
        String message = String.valueOf(assertThrows(ModelException.class, () -> other.withAdapters(out))
                .getMessage());
        assertTrue(message.contains("no weight 'shared'") && message.contains("'gemm' FLOAT[7, 4] cannot"), message);
    }

    @Test
    void theSizeOfTheChangeFollowsAlphaAndRank() {
        Model model = SmallModel.of(folder, (b, f) -> {
            Value x = b.input("x", TensorType.of(DType.FLOAT, 1, 2));
            b.output("y", f.matmul(x, b.initializer("w", Tensor.allocate(DType.FLOAT, 2, 2))));
        });
        Model adapted = model.withLoRA(LoRA.rank(2).alpha(6), SEED)
                .withParameters(Map.of(
                        "w.lora_A", Tensor.of(new float[] {1, 2, 3, 4}, 2, 2),
                        "w.lora_B", Tensor.of(new float[] {1, 0, 10, 1}, 2, 2)));
        Tensor w = SmallModel.initializer(adapted.merged(), "w");
        assertArrayEquals(new float[] {3, 39, 6, 72}, w.toFloats());
    }

    @Test
    void weightsThatCannotBeAdaptedAreNamed() {
        Model model = SmallModel.of(folder, (b, f) -> {
            Value x = b.input("x", TensorType.of(DType.FLOAT, 1, 2, 3, 3));
            Value grouped = f.op("Conv", Attributes.of("group", 2), x, weight(b, "grouped", 2, 1, 3, 3));
            Value y = f.matmul(f.reshape(grouped, 1, 2), weight(b, "dense", 2, 2));
            b.output("y", f.add(y, f.reduceSum(weight(b, "tied", 2, 2), false)));
        });
        assertEquals(
                Set.of("dense.lora_A", "dense.lora_B"),
                model.withLoRA(FORM, SEED).trained());
        String message =
                String.valueOf(assertThrows(GraphException.class, () -> model.withLoRA(FORM, SEED, "grouped", "tied"))
                        .getMessage());
        assertTrue(message.contains("'grouped'") && message.contains("'tied'") && message.contains("dense"), message);
    }
}
