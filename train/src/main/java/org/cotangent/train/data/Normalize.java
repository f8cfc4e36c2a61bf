package org.cotangent.train.data;

import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * Makes an image a float tensor [channels, height, width] of {@code (pixel / 255 - mean) / deviation}, by channel.
 *
 * <p>Images are UINT8 [height, width] or [channels, height, width], or FLOAT of these shapes, whose numbers are not
 * divided by 255 (torchvision: ToTensor, then Normalize).
 *
 * @param input the name of the image
 * @param mean of each channel
 * @param deviation of each channel
 */
public record Normalize(String input, List<Double> mean, List<Double> deviation) implements Transform {
    public Normalize {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.size() != deviation.size() || deviation.contains(0.0)) {
            throw new DataException("means " + mean + " and deviations " + deviation + " do not fit together");
        }
    }

    /** {@return the same mean and deviation for each of so many channels} */
    public static Normalize of(String input, int channels, double mean, double deviation) {
        return new Normalize(input, Collections.nCopies(channels, mean), Collections.nCopies(channels, deviation));
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random) {
        Tensor image = sample.input(input);
        int channels = mean.size();
        boolean flat = image.rank() == 2 && channels == 1;
        if (!flat && (image.rank() != 3 || image.size(0) != channels)) {
            throw new DataException("'" + input + "' " + image.type() + " is no image with " + channels + " channels");
        }
        double unit = image.dtype() == DType.UINT8 ? 255 : 1;
        int axis = flat ? 0 : 1;
        Tensor result = Tensor.allocate(DType.FLOAT, channels, image.size(axis), image.size(axis + 1));
        long area = image.size(axis) * image.size(axis + 1);
        for (int channel = 0; channel < channels; channel++) {
            double shift = mean.get(channel);
            double scale = deviation.get(channel);
            for (long i = channel * area; i < (channel + 1) * area; i++) {
                result.setDouble(i, (image.getDouble(i) / unit - shift) / scale);
            }
        }
        return sample.with(input, result);
    }
}
