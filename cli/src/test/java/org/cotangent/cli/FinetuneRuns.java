package org.cotangent.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.Model;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What tests of fine-tuning have in common: a folder, runs of the command, and ONNX Runtime beside us. */
abstract class FinetuneRuns {
    @TempDir
    Path folder = Path.of("");

    Path out = Path.of("");
    final Cotangent cotangent = Cotangent.load();
    final StringWriter printed = new StringWriter();
    final StringWriter complaints = new StringWriter();

    @BeforeEach
    void chooseFile() {
        out = folder.resolve("out.onnx");
    }

    int run(Object... arguments) {
        List<String> words = new ArrayList<>(List.of("finetune"));
        Stream.of(arguments).map(Object::toString).forEach(words::add);
        return Main.run(new PrintWriter(printed), new PrintWriter(complaints), words.toArray(new String[0]));
    }

    void tuned(Object... arguments) {
        assertEquals(0, run(arguments), complaints::toString);
        assertEquals("", complaints.toString());
    }

    static Tensor random(long... sizes) {
        Tensor tensor = Tensor.allocate(DType.FLOAT, sizes);
        SplittableRandom random = new SplittableRandom(sizes[0]);
        for (long i = 0; i < tensor.elements(); i++) {
            tensor.setDouble(i, random.nextDouble(-0.5, 0.5));
        }
        return tensor;
    }

    void sameInOnnxRuntime(Map<String, Tensor> inputs, String output, float tolerance) {
        try (Model model = Model.open(cotangent, out)) {
            Tensor ours = Objects.requireNonNull(model.predict(inputs).get(output));
            Tensor theirs = OnnxRuntimePeer.run(out, inputs, output);
            assertArrayEquals(theirs.sizes(), ours.sizes());
            assertArrayEquals(theirs.toFloats(), ours.toFloats(), tolerance);
        }
    }
}
