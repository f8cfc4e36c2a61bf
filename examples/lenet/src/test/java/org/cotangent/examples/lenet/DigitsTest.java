package org.cotangent.examples.lenet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.History;
import org.cotangent.train.data.DataException;
import org.cotangent.train.data.IdxFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example on files made here: bars whose place says which digit they stand for. */
class DigitsTest {
    @TempDir
    Path folder;

    private void write(String part, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Tensor images = Tensor.allocate(DType.UINT8, count, 28, 28);
        Tensor labels = Tensor.allocate(DType.UINT8, count);
        for (int i = 0; i < count; i++) {
            int digit = random.nextInt(10);
            labels.setLong(i, digit);
            for (int y = 0; y < 28; y++) {
                for (int x = 0; x < 28; x++) {
                    boolean bar = x / 2 == digit + 2;
                    images.setLong((i * 28L + y) * 28 + x, random.nextInt(bar ? 150 : 0, bar ? 256 : 100));
                }
            }
        }
        IdxFile.write(folder.resolve(part + "-images.idx3-ubyte"), images);
        IdxFile.write(folder.resolve(part + "-labels-idx1-ubyte"), labels);
    }

    @Test
    void aLeNetLearnsToReadBars() {
        write("train", 640, 1);
        write("t10k", 100, 2);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        Path results = folder.resolve("results");
        Digits digits = new Digits(Cotangent.load(), new Mnist(folder), results, out);
        History history = digits.train(3);
        double accuracy = digits.accuracy();
        String text = bytes.toString(StandardCharsets.UTF_8);
        assertTrue(accuracy > 0.95, text);
        assertTrue(text.contains("105,506") || text.contains("105506"), text);
        assertEquals(30, history.epochs().getLast().steps());
        assertTrue(Files.exists(results.resolve("lenet.onnx")));
        assertTrue(Files.exists(results.resolve("curves.html")));

        Digits again = new Digits(Cotangent.load(), new Mnist(folder), results, out);
        assertEquals(history, again.train(3), "nothing is left to do");
        assertEquals(accuracy, again.accuracy());
    }

    @Test
    void missingFilesAreNamed() {
        Mnist empty = new Mnist(folder);
        DataException e = assertThrows(DataException.class, empty::training);
        assertTrue(String.valueOf(e.getMessage()).contains("train-images-idx3-ubyte"), e.getMessage());
    }
}
