package org.cotangent.train.data;

import java.awt.image.BufferedImage;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Red, green and blue of a picture, from 0 to 1, channel by channel. */
record Picture(Tensor pixels) {
    /** {@return the colours of an image} */
    static Picture of(BufferedImage image) {
        int height = image.getHeight();
        int width = image.getWidth();
        Tensor pixels = Tensor.allocate(DType.FLOAT, 3, height, width);
        int[] line = new int[width];
        long area = (long) height * width;
        for (int y = 0; y < height; y++) {
            image.getRGB(0, y, width, 1, line, 0, width);
            for (int x = 0; x < width; x++) {
                long at = (long) y * width + x;
                for (int channel = 0; channel < 3; channel++) {
                    pixels.setDouble(at + channel * area, (line[x] >> (16 - 8 * channel) & 0xff) / 255.0);
                }
            }
        }
        return new Picture(pixels);
    }

    int height() {
        return (int) pixels.size(1);
    }

    int width() {
        return (int) pixels.size(2);
    }

    /** {@return this picture in another size} */
    Picture scaled(int height, int width) {
        Tensor wide =
                width == width() ? pixels : Weights.between(width(), width).along(pixels, 3L * height(), 1);
        Tensor rows = wide.reshaped(3, height(), width);
        Tensor done =
                height == height() ? rows : Weights.between(height(), height).along(rows, 3, width);
        return new Picture(done.reshaped(3, height, width));
    }

    /** {@return the tensor that {@code input} asks for} */
    Tensor prepared(ImageInput input) {
        Picture fitted = fitted(input);
        int top = (fitted.height() - input.height()) / 2;
        int left = (fitted.width() - input.width()) / 2;
        int channels = input.mean().size();
        Tensor result = Tensor.allocate(DType.FLOAT, channels, input.height(), input.width());
        long i = 0;
        for (int channel = 0; channel < channels; channel++) {
            double mean = input.mean().get(channel);
            double deviation = input.deviation().get(channel);
            for (int y = top; y < top + input.height(); y++) {
                for (int x = left; x < left + input.width(); x++) {
                    double value = channels == 1 ? fitted.grey(y, x) : fitted.colour(channel, y, x);
                    result.setDouble(i++, (value - mean) / deviation);
                }
            }
        }
        return result;
    }

    private Picture fitted(ImageInput input) {
        if (input.shorterSide() == 0) {
            return scaled(input.height(), input.width());
        }
        double factor = (double) input.shorterSide() / Math.min(height(), width());
        return scaled(
                Math.max(input.shorterSide(), (int) Math.round(factor * height())),
                Math.max(input.shorterSide(), (int) Math.round(factor * width())));
    }

    private double grey(int y, int x) {
        return 0.299 * colour(0, y, x) + 0.587 * colour(1, y, x) + 0.114 * colour(2, y, x);
    }

    private double colour(int channel, int y, int x) {
        return pixels.getDouble(((long) channel * height() + y) * width() + x);
    }

    /** For each new pixel along an axis, the old ones that it is a weighted mean of. */
    private record Weights(int from, int to, double scale) {
        static Weights between(int from, int to) {
            return new Weights(from, to, (double) from / to);
        }

        /** Scales the middle axis of {@code [outer, from, inner]}. */
        Tensor along(Tensor source, long outer, long inner) {
            Tensor result = Tensor.allocate(DType.FLOAT, outer, to, inner);
            double support = Math.max(1, scale);
            for (int i = 0; i < to; i++) {
                double centre = (i + 0.5) * scale;
                int first = (int) Math.max(0, Math.floor(centre - support));
                int last = (int) Math.min(from, Math.ceil(centre + support));
                double[] weights = new double[last - first];
                double sum = 0;
                for (int k = 0; k < weights.length; k++) {
                    weights[k] = Math.max(0, 1 - Math.abs((first + k + 0.5 - centre) / support));
                    sum += weights[k];
                }
                for (long o = 0; o < outer; o++) {
                    for (long n = 0; n < inner; n++) {
                        double value = 0;
                        for (int k = 0; k < weights.length; k++) {
                            value += weights[k] * source.getDouble((o * from + first + k) * inner + n);
                        }
                        result.setDouble((o * to + i) * inner + n, value / sum);
                    }
                }
            }
            return result;
        }
    }
}
