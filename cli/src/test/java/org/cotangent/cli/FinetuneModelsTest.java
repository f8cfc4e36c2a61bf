package org.cotangent.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Real models are fine-tuned from the command line, and ONNX Runtime computes what the saved files say. */
class FinetuneModelsTest extends FinetuneRuns {
    private static final String ENCODER = "all-minilm-l6-v2.onnx";
    private static final String TOKENIZER = "all-minilm-l6-v2-tokenizer.json";

    @Test
    void aSentenceEncoderLearnsFromTexts() throws IOException {
        Path model = copy(ENCODER);
        copy(TOKENIZER);
        Path data = Files.write(
                folder.resolve("requests.csv"),
                List.of(
                        "label,text",
                        "card,\"My card, the new one, has not come.\"",
                        "card,Where is my card?",
                        "card,The card was never delivered.",
                        "card,I am still waiting for the card.",
                        "refund,I want my money back.",
                        "refund,Please refund this payment.",
                        "refund,When do I get the refund?",
                        "refund,Give me back what I paid."));
        tuned(
                model,
                "--data",
                data,
                "--out",
                out,
                "--train",
                "encoder?layer.5?**",
                "--epochs",
                2,
                "--batch",
                4,
                "--lr",
                2e-4,
                "--validation",
                0);
        Map<String, Tensor> tokens = Map.of(
                "input_ids", Tensor.of(new long[] {101, 2026, 4003, 102, 101, 7592, 102, 0}, 2, 4),
                "attention_mask", Tensor.of(new long[] {1, 1, 1, 1, 1, 1, 1, 0}, 2, 4),
                "token_type_ids", Tensor.of(new long[8], 2, 4));
        sameInOnnxRuntime(tokens, "logits", 1e-4f);
    }

    private Path copy(String resource) throws IOException {
        Path file = folder.resolve(resource);
        try (InputStream in = FinetuneModelsTest.class.getClassLoader().getResourceAsStream(resource)) {
            Files.copy(Objects.requireNonNull(in, resource), file);
        }
        return file;
    }

    @Test
    void aConvolutionalNetLearnsFromPictures() throws IOException {
        String shared = System.getProperty("cotangent.shared", "");
        Path model = Path.of(shared, "onnx-backend-tests", "light", "test_light_resnet50", "model.onnx");
        Assumptions.assumeTrue(
                !shared.isEmpty() && Files.exists(model),
                "cotangent.shared names no folder with the ONNX backend tests");
        Path pictures = pictures(4);
        tuned(
                model,
                "--data",
                pictures,
                "--out",
                out,
                "--reinitialize",
                3,
                "--batchnorm",
                "updating",
                "--epochs",
                1,
                "--batch",
                4,
                "--validation",
                0,
                "--freeze",
                "**res2**");
        sameInOnnxRuntime(Map.of("gpu_0/data_0", random(2, 3, 224, 224)), "logits", 2e-3f);
    }

    /** Discs and stripes. */
    private Path pictures(int count) throws IOException {
        SplittableRandom random = new SplittableRandom(7);
        Path pictures = folder.resolve("pictures");
        for (String kind : List.of("disc", "stripes")) {
            Files.createDirectories(pictures.resolve(kind));
            for (int i = 0; i < count; i++) {
                BufferedImage image = new BufferedImage(80, 64, BufferedImage.TYPE_INT_RGB);
                Graphics2D canvas = image.createGraphics();
                canvas.setColor(new Color(random.nextInt(128, 256), random.nextInt(256), random.nextInt(256)));
                int place = random.nextInt(20);
                if (kind.equals("disc")) {
                    canvas.fillOval(place, place, 40, 40);
                } else {
                    for (int x = place; x < 80; x += 16) {
                        canvas.fillRect(x, 0, 8, 64);
                    }
                }
                canvas.dispose();
                ImageIO.write(
                        image, "png", pictures.resolve(kind).resolve(i + ".png").toFile());
            }
        }
        return pictures;
    }
}
