package org.cotangent.train.data;

import java.util.List;

/**
 * How pictures become an input FLOAT [3, height, width] (or [1, height, width] of grey).
 *
 * <p>A picture is scaled, bilinearly and, where it becomes smaller, averaging what a pixel covers; its middle is cut
 * out; red, green and blue from 0 to 1 become {@code (x - mean) / deviation}. Transparency is left out of account, and
 * so is a note of the camera about the orientation.
 *
 * @param name of the input
 * @param shorterSide what the shorter side is scaled to before the middle is cut out; 0: both sides are scaled, to
 *     {@code height} and {@code width}
 * @param mean of each channel; one number makes grey pictures, by the weights 0.299, 0.587 and 0.114
 * @param deviation of each channel
 */
public record ImageInput(
        String name, int height, int width, int shorterSide, List<Double> mean, List<Double> deviation) {
    public ImageInput {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (height < 1 || width < 1 || (shorterSide != 0 && shorterSide < Math.max(height, width))) {
            throw new DataException("a picture of " + height + " x " + width + " cannot be cut out of one whose"
                    + " shorter side has " + shorterSide);
        }
        if ((mean.size() != 3 && mean.size() != 1) || deviation.size() != mean.size() || deviation.contains(0.0)) {
            throw new DataException(
                    "means " + mean + " and deviations " + deviation + " are not those of 1 or 3 channels");
        }
    }

    /** {@return pictures stretched to a size, with mean and deviation of ImageNet} */
    public static ImageInput stretched(String name, int height, int width) {
        return new ImageInput(name, height, width, 0, List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));
    }

    /**
     * {@return the middle of pictures whose shorter side was scaled to 8/7 of the larger size, as is usual for
     * ImageNet}
     */
    public static ImageInput cropped(String name, int height, int width) {
        return stretched(name, height, width).withShorterSide(Math.ceilDiv(8 * Math.max(height, width), 7));
    }

    /** {@return this, cut out of pictures of another scale} */
    public ImageInput withShorterSide(int pixels) {
        return new ImageInput(name, height, width, pixels, mean, deviation);
    }

    /** {@return this with other means and deviations} */
    public ImageInput withNormalization(List<Double> means, List<Double> deviations) {
        return new ImageInput(name, height, width, shorterSide, means, deviations);
    }
}
