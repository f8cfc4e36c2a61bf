package org.cotangent.train.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pictures in folders. */
class ImageFolderTest {
    private static final ImageInput PLAIN =
            ImageInput.stretched("x", 2, 2).withNormalization(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0));

    @TempDir
    Path folder;

    private Path picture(String path, int width, int height, int... rgb) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < width * height; i++) {
            image.setRGB(i % width, i / width, rgb[i % rgb.length]);
        }
        assertTrue(ImageIO.write(image, "png", file.toFile()));
        return file;
    }

    @Test
    void foldersAreClassesInAlphabeticalOrder() throws IOException {
        picture("dog/b.png", 2, 2, 0);
        picture("cat/z.png", 2, 2, 0);
        picture("dog/a/deep.png", 2, 2, 0);
        Files.writeString(folder.resolve("dog/notes.txt"), "no picture");
        Files.createDirectories(folder.resolve(".hidden"));
        ImageFolder data = ImageFolder.open(folder, PLAIN);
        assertEquals(List.of("cat", "dog"), data.classes());
        assertEquals(
                List.of("cat/z.png", "dog/a/deep.png", "dog/b.png"),
                data.files().stream()
                        .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                        .toList());
        assertEquals(0, data.sample(0).target().getLong(0));
        assertEquals(1, data.sample(2).target().getLong(0));
    }

    @Test
    void coloursAreChannelsFromZeroToOne() throws IOException {
        picture("a/one.png", 2, 2, 0xff0000, 0x00ff00, 0x0000ff, 0x336699);
        Tensor x = ImageFolder.open(folder, PLAIN).sample(0).input("x");
        assertEquals("FLOAT[3, 2, 2]", x.type().toString());
        assertArrayEquals(new float[] {1, 0, 0, 0.2f, 0, 1, 0, 0.4f, 0, 0, 1, 0.6f}, x.toFloats(), 1e-6f);
    }

    @Test
    void scalingKeepsAConstantPictureAndTheMeanOfAnyOther() throws IOException {
        picture("a/constant.png", 7, 5, 0x336699);
        picture("a/mixed.png", 8, 8, 0xff0000, 0x000000, 0x800000, 0x200000, 0x100000);
        ImageFolder data = ImageFolder.open(folder, PLAIN);
        assertArrayEquals(
                new float[] {0.2f, 0.2f, 0.2f, 0.2f, 0.4f, 0.4f, 0.4f, 0.4f, 0.6f, 0.6f, 0.6f, 0.6f},
                data.sample(0).input("x").toFloats(),
                1e-6f);
        double before = Arrays.stream(
                        Picture.of(ImageIO.read(data.files().get(1).toFile()))
                                .pixels()
                                .toDoubles())
                .average()
                .orElseThrow();
        double after =
                Arrays.stream(data.sample(1).input("x").toDoubles()).average().orElseThrow();
        assertEquals(before, after, 0.02);
        Picture large = new Picture(data.sample(0).input("x")).scaled(9, 4);
        assertArrayEquals(new long[] {3, 9, 4}, large.pixels().sizes());
        assertEquals(0.6, large.pixels().getDouble(2 * 36), 1e-6);
    }

    @Test
    void theMiddleIsCutOut() throws IOException {
        picture("a/wide.png", 6, 2, 0, 0, 0xffffff, 0xffffff, 0, 0);
        ImageInput input = PLAIN.withShorterSide(2).withNormalization(List.of(0.5), List.of(0.5));
        Tensor x = ImageFolder.open(folder, input).sample(0).input("x");
        assertEquals("FLOAT[1, 2, 2]", x.type().toString());
        assertArrayEquals(new float[] {1, 1, 1, 1}, x.toFloats(), 1e-6f);
    }

    @Test
    void aBrokenPictureIsNamed() throws IOException {
        Path good = picture("a/good.png", 30, 30, 0x123456, 0x654321, 0x999999);
        byte[] bytes = Files.readAllBytes(good);
        Path cut = Files.write(folder.resolve("a/cut.png"), Arrays.copyOf(bytes, bytes.length / 2));
        Path text = Files.writeString(folder.resolve("a/text.png"), "this is text");
        Dataset data = ImageFolder.open(folder, PLAIN);
        DataException first = assertThrows(DataException.class, () -> data.sample(0));
        assertTrue(String.valueOf(first.getMessage()).startsWith(cut + ": the picture is broken"), first.getMessage());
        DataException last = assertThrows(DataException.class, () -> data.sample(2));
        assertTrue(String.valueOf(last.getMessage()).startsWith(text + ": no plug-in"), last.getMessage());
    }

    @Test
    void emptyFoldersAreRefused() throws IOException {
        assertThrows(DataException.class, () -> ImageFolder.open(folder, PLAIN));
        picture("a/x.png", 2, 2, 0);
        Path empty = Files.createDirectory(folder.resolve("b"));
        DataException e = assertThrows(DataException.class, () -> ImageFolder.open(folder, PLAIN));
        assertTrue(String.valueOf(e.getMessage()).startsWith(empty.toString()), e.getMessage());
        assertThrows(DataException.class, () -> ImageFolder.open(folder.resolve("missing"), PLAIN));
    }
}
