package org.cotangent.image;

import org.cotangent.spi.AttributeException;

/** How the channels of a pixel are written. */
enum PixelFormat {
    RGB(3) {
        @Override
        void write(byte[] rgb, byte[] to, int pixel) {
            System.arraycopy(rgb, 3 * pixel, to, 3 * pixel, 3);
        }
    },
    BGR(3) {
        @Override
        void write(byte[] rgb, byte[] to, int pixel) {
            to[3 * pixel] = rgb[3 * pixel + 2];
            to[3 * pixel + 1] = rgb[3 * pixel + 1];
            to[3 * pixel + 2] = rgb[3 * pixel];
        }
    },
    /** The luma of ITU-R 601, rounded. */
    GRAYSCALE(1) {
        @Override
        void write(byte[] rgb, byte[] to, int pixel) {
            int red = rgb[3 * pixel] & 0xff;
            int green = rgb[3 * pixel + 1] & 0xff;
            int blue = rgb[3 * pixel + 2] & 0xff;
            to[pixel] = (byte) ((19595 * red + 38470 * green + 7471 * blue + 0x8000) >> 16);
        }
    };

    private final int channels;

    PixelFormat(int channels) {
        this.channels = channels;
    }

    static PixelFormat of(String name) {
        return switch (name) {
            case "RGB" -> RGB;
            case "BGR" -> BGR;
            case "Grayscale" -> GRAYSCALE;
            default -> throw new AttributeException("pixel_format must be RGB, BGR or Grayscale, not '" + name + "'");
        };
    }

    int channels() {
        return channels;
    }

    /** Writes the pixel of this number, given the pixels as bytes of red, green and blue. */
    abstract void write(byte[] rgb, byte[] to, int pixel);
}
