package org.cotangent.ops.internal.resize;

import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;

/**
 * One axis of a Resize: to which coordinate of the input a place of the output belongs, and how the value there is made
 * of its neighbours.
 *
 * @param roiBegin the begin of the region of interest, from 0 to 1
 * @param roiEnd its end
 */
record ResizeAxis(Attributes attributes, int from, int to, double scale, double roiBegin, double roiEnd) {
    Interpolation interpolation() {
        Interpolation.Builder rows = new Interpolation.Builder(from, to);
        boolean crop = attributes.text("coordinate_transformation_mode").equals("tf_crop_and_resize");
        if (from == 0 && to > 0) {
            throw new ShapeException("an axis without elements cannot be resized to " + to);
        }
        for (int i = 0; i < to; i++) {
            double x = coordinate(i);
            if (crop && (x < 0 || x > from - 1)) {
                rows.markOutside();
            } else {
                addRow(rows, x);
            }
            rows.endRow();
        }
        return rows.build();
    }

    /** The length of the output before it was rounded down. */
    private double length() {
        return scale * from;
    }

    private double coordinate(int i) {
        String mode = attributes.text("coordinate_transformation_mode");
        double length = length();
        return switch (mode) {
            case "half_pixel" -> (i + 0.5) / scale - 0.5;
            case "half_pixel_symmetric" -> from / 2.0 * (1 - to / length) + (i + 0.5) / scale - 0.5;
            case "pytorch_half_pixel" -> length > 1 ? (i + 0.5) / scale - 0.5 : 0;
            case "align_corners" -> length == 1 ? 0 : i * (from - 1) / (length - 1);
            case "asymmetric" -> i / scale;
            case "tf_crop_and_resize" -> cropped(i, length);
            default ->
                throw new AttributeException("coordinate_transformation_mode '" + mode
                        + "' is none of half_pixel, half_pixel_symmetric, pytorch_half_pixel, align_corners, asymmetric,"
                        + " tf_crop_and_resize");
        };
    }

    private double cropped(int i, double length) {
        return length > 1
                ? roiBegin * (from - 1) + i * (roiEnd - roiBegin) * (from - 1) / (length - 1)
                : 0.5 * (roiBegin + roiEnd) * (from - 1);
    }

    private void addRow(Interpolation.Builder rows, double x) {
        String mode = attributes.text("mode");
        if (mode.equals("nearest")) {
            rows.add(nearest(x), 1);
        } else {
            addTaps(rows, x, mode.equals("linear") ? 1 : 2);
        }
    }

    private long nearest(double x) {
        double low = Math.floor(x);
        if (low == x) {
            return (long) x;
        }
        String mode = attributes.text("nearest_mode");
        boolean down = switch (mode) {
            case "round_prefer_floor" -> x - low <= 0.5;
            case "round_prefer_ceil" -> x - low < 0.5;
            case "floor" -> true;
            case "ceil" -> false;
            default ->
                throw new AttributeException(
                        "nearest_mode '" + mode + "' is none of round_prefer_floor, round_prefer_ceil, floor and ceil");
        };
        return (long) (down ? low : low + 1);
    }

    /** The neighbours within the radius of the filter, which antialiasing stretches when the image shrinks. */
    private void addTaps(Interpolation.Builder rows, double x, int radius) {
        boolean antialias = attributes.flag("antialias");
        boolean inside = attributes.flag("exclude_outside");
        double stretch = antialias ? Math.min(scale, 1) : 1;
        long base = (long) Math.ceil(x) - 1;
        int first = (int) Math.floor(-radius / stretch) + 1;
        for (int i = first; i < 2 - first; i++) {
            long place = base + i;
            if (!inside || (place >= 0 && place < from)) {
                double distance = Math.abs(i - (x - base)) * stretch;
                rows.add(place, radius == 1 ? Math.max(0, 1 - distance) : cubic(distance));
            }
        }
        if (antialias || inside) {
            rows.normalize();
        }
    }

    private double cubic(double distance) {
        double a = attributes.real("cubic_coeff_a");
        if (distance <= 1) {
            return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
        }
        return distance < 2 ? a * (((distance - 5) * distance + 8) * distance - 4) : 0;
    }
}
