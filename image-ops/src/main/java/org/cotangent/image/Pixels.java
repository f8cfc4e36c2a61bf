package org.cotangent.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;

/**
 * The pixels of a decoded image as red, green and blue of eight bits.
 *
 * <p>Samples are taken as they are stored: colour profiles are not applied, transparency is dropped, and of samples
 * with more than eight bits the high ones are kept.
 */
final class Pixels {
    private Pixels() {}

    static byte[] rgb(BufferedImage image) {
        ColorModel colors = image.getColorModel();
        boolean isWhole =
                colors.getTransferType() == DataBuffer.TYPE_BYTE || colors.getTransferType() == DataBuffer.TYPE_USHORT;
        boolean isStored = colors instanceof ComponentColorModel && isWhole;
        int components = colors.getNumColorComponents();
        return isStored && (components == 1 || components == 4 || isRgb(colors)) ? stored(image) : converted(image);
    }

    private static boolean isRgb(ColorModel colors) {
        return colors.getColorSpace().getType() == ColorSpace.TYPE_RGB;
    }

    /** Palettes and packed pixels, which Image I/O knows how to look up. */
    private static byte[] converted(BufferedImage image) {
        int width = image.getWidth();
        byte[] rgb = new byte[3 * width * image.getHeight()];
        int[] row = new int[width];
        int at = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            image.getRGB(0, y, width, 1, row, 0, width);
            for (int pixel : row) {
                rgb[at++] = (byte) (pixel >> 16);
                rgb[at++] = (byte) (pixel >> 8);
                rgb[at++] = (byte) pixel;
            }
        }
        return rgb;
    }

    private static byte[] stored(BufferedImage image) {
        int bits = image.getColorModel().getComponentSize(0);
        int components = image.getColorModel().getNumColorComponents();
        Raster raster = image.getRaster();
        int bands = raster.getNumBands();
        int width = image.getWidth();
        byte[] rgb = new byte[3 * width * image.getHeight()];
        int[] row = new int[width * bands];
        for (int y = 0; y < image.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0; x < width; x++) {
                for (int channel = 0; channel < 3; channel++) {
                    int sample = eightBits(row[x * bands + (components == 1 ? 0 : channel)], bits);
                    int light = components == 4 ? printed(sample, eightBits(row[x * bands + 3], bits)) : sample;
                    rgb[3 * (y * width + x) + channel] = (byte) light;
                }
            }
        }
        return rgb;
    }

    private static int eightBits(int sample, int bits) {
        return bits >= 8 ? sample >> (bits - 8) : sample * 255 / ((1 << bits) - 1);
    }

    /** What is left of the light under a colour of ink and black. */
    private static int printed(int ink, int black) {
        return ((255 - ink) * (255 - black) + 127) / 255;
    }
}
