package org.cotangent.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import org.cotangent.engine.Cotangent;
import org.cotangent.engine.OperatorRegistry;
import org.cotangent.engine.eager.Eager;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.OperatorContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageDecoderTest extends OperatorContract {
    private static final int WIDTH = 7;
    private static final int HEIGHT = 5;

    private final Eager eager =
            Cotangent.portable(OperatorRegistry.of(List.of(new ImageDecoder()))).eager();

    @Override
    protected Operator operator() {
        return new ImageDecoder();
    }

    private Tensor decode(byte[] encoded, String format) {
        Tensor bytes = Tensor.allocate(DType.UINT8, encoded.length);
        for (int i = 0; i < encoded.length; i++) {
            bytes.setLong(i, encoded[i]);
        }
        return eager.tensor(
                eager.formulas().op("ImageDecoder", Attributes.of("pixel_format", format), eager.constant(bytes)));
    }

    private static int color(int x, int y) {
        return new Color(37 * x % 256, 53 * y % 256, (11 * x + 29 * y) % 256).getRGB();
    }

    private static BufferedImage painted(BufferedImage image) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                image.setRGB(x, y, color(x, y));
            }
        }
        return image;
    }

    private static byte[] encoded(BufferedImage image, String format, String compression) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ImageWriteParam parameters = writer.getDefaultWriteParam();
        if (!compression.isEmpty()) {
            parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            parameters.setCompressionType(compression);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var stream = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, null), parameters);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static long[] expected() {
        long[] pixels = new long[WIDTH * HEIGHT * 3];
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            int color = color(i % WIDTH, i / WIDTH);
            pixels[3 * i] = color >> 16 & 0xff;
            pixels[3 * i + 1] = color >> 8 & 0xff;
            pixels[3 * i + 2] = color & 0xff;
        }
        return pixels;
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tiff", "pnm", "jpeg 2000", "webp/Lossless"})
    void formatsWithoutLossKeepEveryByte(String format) throws IOException {
        String[] parts = format.split("/");
        BufferedImage image = painted(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB));
        BufferedImage bytes = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        bytes.getGraphics().drawImage(image, 0, 0, null);
        Tensor decoded = decode(encoded(bytes, parts[0], parts.length > 1 ? parts[1] : ""), "RGB");
        assertArrayEquals(new long[] {HEIGHT, WIDTH, 3}, decoded.sizes());
        assertArrayEquals(expected(), decoded.toLongs());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "webp"})
    void formatsWithLossKeepWhatIsSmooth(String format) throws IOException {
        BufferedImage image = new BufferedImage(16, 16, BufferedImage.TYPE_3BYTE_BGR);
        for (int i = 0; i < 256; i++) {
            image.setRGB(i % 16, i / 16, new Color(100 + i % 16, 80 + i / 16, 120).getRGB());
        }
        Tensor decoded = decode(encoded(image, format, ""), "RGB");
        for (int i = 0; i < 256; i++) {
            assertEquals(100 + i % 16, decoded.getDouble(3L * i), 8);
            assertEquals(80 + i / 16, decoded.getDouble(3L * i + 1), 8);
            assertEquals(120, decoded.getDouble(3L * i + 2), 8);
        }
    }

    @Test
    void channelsComeAsTheyAreAskedFor() throws IOException {
        byte[] png = encoded(painted(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB)), "png", "");
        long[] rgb = decode(png, "RGB").toLongs();
        long[] bgr = decode(png, "BGR").toLongs();
        Tensor gray = decode(png, "Grayscale");
        assertArrayEquals(new long[] {HEIGHT, WIDTH, 1}, gray.sizes());
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            assertArrayEquals(
                    new long[] {rgb[3 * i], rgb[3 * i + 1], rgb[3 * i + 2]},
                    new long[] {bgr[3 * i + 2], bgr[3 * i + 1], bgr[3 * i]});
            double luma = 0.299 * rgb[3 * i] + 0.587 * rgb[3 * i + 1] + 0.114 * rgb[3 * i + 2];
            assertEquals(luma, gray.getDouble(i), 0.51);
        }
        assertThrows(AttributeException.class, () -> decode(png, "rgb"));
    }

    @Test
    void samplesOfAnyKindBecomeBytes() throws IOException {
        BufferedImage gray = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        gray.getRaster().setSamples(0, 0, 2, 1, 0, new int[] {10, 200});
        assertArrayEquals(
                new long[] {10, 10, 10, 200, 200, 200},
                decode(encoded(gray, "png", ""), "RGB").toLongs());
        BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
        deep.getRaster().setSamples(0, 0, 2, 1, 0, new int[] {0x12ff, 0xfe00});
        assertArrayEquals(
                new long[] {0x12, 0xfe},
                decode(encoded(deep, "png", ""), "Grayscale").toLongs());
        BufferedImage clear = new BufferedImage(1, 1, BufferedImage.TYPE_4BYTE_ABGR);
        clear.setRGB(0, 0, 0x40102030);
        assertArrayEquals(
                new long[] {0x10, 0x20, 0x30},
                decode(encoded(clear, "png", ""), "RGB").toLongs());
        byte[] palette = {(byte) 200, 0, 7, 1, 2, 3};
        BufferedImage indexed =
                new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(1, 2, palette, 0, false));
        indexed.getRaster().setSamples(0, 0, 2, 1, 0, new int[] {1, 0});
        assertArrayEquals(
                new long[] {1, 2, 3, 200, 0, 7},
                decode(encoded(indexed, "bmp", ""), "RGB").toLongs());
    }

    @ParameterizedTest
    @ValueSource(strings = {"P1\n2 1\n1 0", "P2\n2 1\n255\n0 255", "P3\n2 1\n255\n0 0 0 255 255 255"})
    void portableMapsMayBeText(String file) {
        Tensor decoded = decode(file.getBytes(StandardCharsets.US_ASCII), "Grayscale");
        assertArrayEquals(new long[] {0, 255}, decoded.toLongs());
    }

    @Test
    void whatIsNoImageIsEmpty() throws IOException {
        byte[] png = encoded(painted(new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB)), "png", "");
        byte[] cut = Arrays.copyOf(png, 20);
        for (byte[] bytes : List.of(new byte[0], new byte[] {1, 2, 3}, cut)) {
            assertArrayEquals(new long[] {0, 0, 3}, decode(bytes, "RGB").sizes());
            assertTrue(decode(bytes, "Grayscale").shape().dim(2).is(1));
        }
    }
}
