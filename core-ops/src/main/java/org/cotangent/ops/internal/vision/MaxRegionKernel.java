package org.cotangent.ops.internal.vision;

import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.tensor.Tensor;

/** The kernel of MaxRoiPool. Regions are computed in float32. */
public final class MaxRegionKernel implements Kernel {
    private final Parallel parallel;
    private final float scale;
    private final int rows;
    private final int columns;

    public MaxRegionKernel(Preparation call) {
        long[] pooled = call.attributes().integers("pooled_shape");
        parallel = call.parallel();
        scale = call.attributes().real("spatial_scale");
        rows = Math.toIntExact(pooled[0]);
        columns = Math.toIntExact(pooled[1]);
    }

    @Override
    public void run(Bindings io) {
        Tensor x = io.input(0);
        Tensor rois = io.input(1);
        long channels = x.size(1);
        parallel.forRange(rois.size(0) * channels, 1, (from, to) -> {
            for (long i = from; i < to; i++) {
                long roi = i / channels;
                long image = (long) rois.getDouble(5 * roi);
                if (image < 0 || image >= x.size(0)) {
                    throw new ShapeException("region " + roi + " is of image " + image + "; there are " + x.size(0));
                }
                pool(io, 5 * roi, image * channels + i % channels, i * rows * columns);
            }
        });
    }

    private long rounded(double coordinate) {
        float scaled = (float) coordinate * scale;
        return (long) Math.copySign(Math.floor(Math.abs((double) scaled) + 0.5), scaled);
    }

    private void pool(Bindings io, long roi, long plane, long to) {
        Tensor x = io.input(0);
        Tensor rois = io.input(1);
        long left = rounded(rois.getDouble(roi + 1));
        long top = rounded(rois.getDouble(roi + 2));
        long width = Math.max(1, rounded(rois.getDouble(roi + 3)) - left + 1);
        long height = Math.max(1, rounded(rois.getDouble(roi + 4)) - top + 1);
        for (int i = 0; i < rows; i++) {
            long rowFrom = begin(i, (float) height / rows, top, x.size(2));
            long rowTo = end(i, (float) height / rows, top, x.size(2));
            for (int j = 0; j < columns; j++) {
                long columnFrom = begin(j, (float) width / columns, left, x.size(3));
                long columnTo = end(j, (float) width / columns, left, x.size(3));
                put(io, to++, greatest(x, plane * x.size(2), rowFrom, rowTo, columnFrom, columnTo));
            }
        }
    }

    private static long begin(int bin, float length, long start, long size) {
        return Math.clamp((long) Math.floor(bin * length) + start, 0, size);
    }

    private static long end(int bin, float length, long start, long size) {
        return Math.clamp((long) Math.ceil((bin + 1) * length) + start, 0, size);
    }

    /** {@return the place of the greatest element, -1 if there is none} */
    private static long greatest(Tensor x, long firstRow, long rowFrom, long rowTo, long columnFrom, long columnTo) {
        long place = -1;
        double greatest = 0;
        for (long row = rowFrom; row < rowTo; row++) {
            for (long column = columnFrom; column < columnTo; column++) {
                long at = (firstRow + row) * x.size(3) + column;
                double value = x.getDouble(at);
                if (place < 0 || value > greatest || (Double.isNaN(value) && !Double.isNaN(greatest))) {
                    greatest = value;
                    place = at;
                }
            }
        }
        return place;
    }

    private static void put(Bindings io, long at, long place) {
        if (io.hasOutput(0)) {
            io.output(0).setDouble(at, place < 0 ? 0 : io.input(0).getDouble(place));
        }
        if (io.hasOutput(1)) {
            io.output(1).setLong(at, place);
        }
    }
}
