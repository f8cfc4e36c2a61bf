package org.cotangent.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cotangent.onnx.ExportOptions;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.Model;
import org.junit.jupiter.api.Test;

/** Models are fine-tuned from the command line, and ONNX Runtime computes what the saved files say. */
class FinetuneCommandTest extends FinetuneRuns {
    /** Rows of two clouds of points. */
    private Path points() throws IOException {
        SplittableRandom random = new SplittableRandom(5);
        List<String> lines = new ArrayList<>(List.of("a,b,c,label"));
        for (int i = 0; i < 64; i++) {
            boolean first = random.nextBoolean();
            double centre = first ? 1 : -1;
            lines.add(String.format(
                    Locale.ROOT,
                    "%f,%f,%f,%s",
                    centre + random.nextGaussian(0, 0.5),
                    -centre + random.nextGaussian(0, 0.5),
                    random.nextGaussian(),
                    first ? "first" : "second"));
        }
        return Files.write(folder.resolve("points.csv"), lines);
    }

    /** Two layers, with two scores. */
    private Path perceptron() {
        GraphBuilder b = cotangent.graph("perceptron");
        Formulas f = new Formulas(b);
        Value x = b.input("x", new TensorType(DType.FLOAT, Shape.of(List.of(Dim.symbol("N"), Dim.of(3)))));
        Value h = f.tanh(f.matmul(x, b.initializer("body.weight", random(3, 8))));
        b.output(
                "scores",
                f.add(f.matmul(h, b.initializer("top.weight", random(8, 2))), b.initializer("top.bias", random(2))));
        Graph graph = b.build();
        Path file = folder.resolve("perceptron.onnx");
        Onnx.write(graph, cotangent.operators(), file, ExportOptions.standard());
        return file;
    }

    @Test
    void rowsOfNumbersGetANewHead() throws IOException {
        tuned(perceptron(), "--data", points(), "--out", out, "--epochs", 20, "--lr", 0.03, "--dropout", 0.1);
        sameInOnnxRuntime(Map.of("x", random(4, 3)), "logits", 1e-5f);
        assertTrue(printed.toString().contains("a new file"), printed::toString);
        try (Model model = Model.open(cotangent, out)) {
            assertEquals("first\nsecond", model.imported().header().metadata().get("classes"));
        }
    }

    @Test
    void aModelThatKeepsItsStructureIsPatched() throws IOException {
        Path model = perceptron();
        tuned(model, "--data", points(), "--out", out, "--head", "none", "--train", "top.*", "--lr", 0.03);
        sameInOnnxRuntime(Map.of("x", random(4, 3)), "scores", 1e-5f);
        assertEquals(Files.size(model), Files.size(out));
        assertArrayEquals(initializer(model, "body.weight"), initializer(out, "body.weight"));
        assertFalse(Arrays.equals(initializer(model, "top.weight"), initializer(out, "top.weight")));
    }

    private float[] initializer(Path file, String name) {
        try (Model model = Model.open(cotangent, file)) {
            Graph graph = model.graph();
            return Objects.requireNonNull(graph.initializers().get(graph.initializer(name)))
                    .toFloats();
        }
    }

    @Test
    void adaptersAreMergedAndWritten() throws IOException {
        Path model = perceptron();
        Path adapters = folder.resolve("adapters.safetensors");
        tuned(
                model,
                "--data",
                points(),
                "--out",
                out,
                "--head",
                "none",
                "--lora",
                2,
                "--lr",
                0.03,
                "--adapters",
                adapters);
        assertEquals(Files.size(model), Files.size(out));
        try (Model original = Model.open(cotangent, model);
                Model adapted = original.withAdapters(adapters);
                Model merged = Model.open(cotangent, out)) {
            Map<String, Tensor> inputs = Map.of("x", random(4, 3));
            assertArrayEquals(
                    Objects.requireNonNull(adapted.predict(inputs).get("scores"))
                            .toFloats(),
                    Objects.requireNonNull(merged.predict(inputs).get("scores")).toFloats(),
                    1e-5f);
        }
    }

    @Test
    void aRunThatGoesOnFromItsCheckpointsEndsAlike() throws IOException {
        Path model = perceptron();
        Path data = points();
        Path checkpoints = folder.resolve("checkpoints");
        Object[] all = {model, "--data", data, "--head", "none", "--schedule", "constant", "--out", out};
        tuned(with(all, "--epochs", 4));
        float[] whole = initializer(out, "body.weight");
        tuned(with(all, "--epochs", 2, "--checkpoints", checkpoints));
        assertFalse(Arrays.equals(whole, initializer(out, "body.weight")));
        assertEquals(2, run(with(all, "--epochs", 4, "--checkpoints", checkpoints)));
        assertTrue(complaints.toString().contains("--resume"), complaints::toString);
        complaints.getBuffer().setLength(0);
        tuned(with(all, "--epochs", 4, "--checkpoints", checkpoints, "--resume"));
        assertArrayEquals(whole, initializer(out, "body.weight"));
    }

    private static Object[] with(Object[] arguments, Object... more) {
        return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray();
    }

    @Test
    void numbersArePredicted() throws IOException {
        tuned(
                perceptron(),
                "--data",
                points(),
                "--out",
                out,
                "--target",
                "c",
                "--features",
                "a,b,c",
                "--save",
                "fresh",
                "--opset",
                15);
        sameInOnnxRuntime(Map.of("x", random(4, 3)), "prediction", 1e-5f);
        try (Model model = Model.open(cotangent, out)) {
            assertEquals(15, model.imported().header().opsets().get(""));
        }
    }

    @Test
    void scoresKeepTheirClasses() throws IOException {
        Path first = folder.resolve("first.onnx");
        tuned(perceptron(), "--data", points(), "--out", first, "--epochs", 20, "--lr", 0.03);
        List<String> lines = Files.readAllLines(points());
        Path second = Files.write(
                folder.resolve("second.csv"),
                lines.stream().filter(l -> !l.endsWith("first")).toList());
        tuned(first, "--data", second, "--out", out, "--head", "none", "--validation", 0, "--epochs", 1, "--lr", 1e-9);
        Matcher loss = Pattern.compile("loss ([0-9.]+)")
                .matcher(printed.toString().substring(printed.toString().lastIndexOf("epoch")));
        assertTrue(loss.find() && Double.parseDouble(loss.group(1)) < 0.3, printed::toString);
        Path third = Files.write(folder.resolve("third.csv"), List.of("a,b,c,label", "1,1,1,third", "1,1,1,first"));
        Files.delete(out);
        refused(
                "'third' is none of the classes",
                first,
                "--data",
                third,
                "--out",
                out,
                "--head",
                "none",
                "--validation",
                0);
    }

    @Test
    void numbersThatNameScoresAreTheirPlaces() throws IOException {
        Path data = Files.write(
                folder.resolve("numbers.csv"), List.of("a,b,c,label", "1,1,1,1", "1,1,1,1", "1,2,1,1", "2,1,1,1"));
        tuned(
                perceptron(),
                "--data",
                data,
                "--out",
                out,
                "--head",
                "none",
                "--validation",
                0,
                "--epochs",
                30,
                "--lr",
                0.1);
        Tensor scores = OnnxRuntimePeer.run(out, Map.of("x", Tensor.of(new float[] {1, 1, 1}, 1, 3)), "scores");
        assertTrue(scores.getDouble(1) > scores.getDouble(0) + 2, scores::toString);
    }

    @Test
    void wrongUsageIsToldAndNothingIsWritten() throws IOException {
        Path model = perceptron();
        Path data = points();
        refused("Missing required option", model, "--out", out);
        refused("neither a file nor a folder", model, "--data", folder.resolve("none.csv"), "--out", out);
        refused("'scoers'", model, "--data", data, "--out", out, "--output", "scoers");
        refused(
                "close names: [top.weight",
                model,
                "--data",
                data,
                "--out",
                out,
                "--head",
                "none",
                "--train",
                "top.wieght");
        refused("no column 'd'", model, "--data", data, "--out", out, "--label", "d");
        refused("is no number", model, "--data", data, "--out", out, "--features", "a,b,label");
        refused("2 columns of numbers", model, "--data", data, "--out", out, "--features", "a,b");
        refused("--schedule is", model, "--data", data, "--out", out, "--schedule", "steep");
        refused("--optimizer is", model, "--data", data, "--out", out, "--optimizer", "magic");
        refused("--save is", model, "--data", data, "--out", out, "--save", "somehow");
        refused("not 'conv'", model, "--data", data, "--out", out, "--head", "conv");
        refused("2 classes", model, "--data", data, "--out", out, "--head", "linear:1");
        refused("the model itself", model, "--data", data, "--out", model);
        refused("its folder is not there", model, "--data", data, "--out", folder.resolve("no/where.onnx"));
        refused("--resume needs", model, "--data", data, "--out", out, "--resume");
        refused("opset 4 cannot be written", model, "--data", data, "--out", out, "--opset", 4);
        refused("frozen or updating", model, "--data", data, "--out", out, "--batchnorm", "melting");
        refused("nothing is trained", model, "--data", data, "--out", out, "--freeze", "**");
        refused("one input, FLOAT [N, channels", model, "--data", folder, "--out", out);
        refused("cannot be patched", model, "--data", data, "--out", out, "--save", "patch");
    }

    private void refused(String message, Object... arguments) {
        complaints.getBuffer().setLength(0);
        assertEquals(2, run(arguments), () -> List.of(arguments).toString());
        assertTrue(complaints.toString().contains(message), complaints::toString);
        assertFalse(complaints.toString().contains("\tat "), complaints::toString);
        assertFalse(Files.exists(out), "something was written");
    }
}
