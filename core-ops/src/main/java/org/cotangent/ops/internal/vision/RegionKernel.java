package org.cotangent.ops.internal.vision;

import java.util.Locale;
import org.cotangent.ops.internal.numbers.Numbers;
import org.cotangent.ops.internal.support.Scratch;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Parallel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** The kernel of RoiAlign. Regions are computed in float32 (float64 for float64), samples in float64. */
public final class RegionKernel implements Kernel {
    private final Parallel parallel;
    private final boolean single;
    private final boolean half;
    private final boolean max;
    private final float scale;
    private final int ratio;
    private final int height;
    private final int width;
    private final Scratch<Memory> scratch;

    /** Samples along both axes and the results of one channel. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Memory(RegionSteps rows, RegionSteps columns, double[] bins) {}

    public RegionKernel(Preparation call) {
        Attributes attributes = call.attributes();
        parallel = call.parallel();
        single = call.input(0).dtype() != DType.DOUBLE;
        half = attributes
                .text("coordinate_transformation_mode")
                .toLowerCase(Locale.ROOT)
                .equals("half_pixel");
        max = attributes.text("mode").toLowerCase(Locale.ROOT).equals("max");
        scale = attributes.real("spatial_scale");
        ratio = Math.toIntExact(attributes.integer("sampling_ratio"));
        height = Math.toIntExact(attributes.integer("output_height"));
        width = Math.toIntExact(attributes.integer("output_width"));
        scratch = new Scratch<>(
                parallel,
                () -> new Memory(
                        new RegionSteps(height, ratio, half, single),
                        new RegionSteps(width, ratio, half, single),
                        new double[height * width]));
    }

    @Override
    public void run(Bindings io) {
        Tensor x = io.input(0);
        Tensor regions = io.input(1);
        Tensor batch = io.input(2);
        Tensor y = io.output(0);
        long channels = x.size(1);
        parallel.forRange(
                regions.size(0),
                1,
                (from, to) -> scratch.lend(memory -> {
                    for (long r = from; r < to; r++) {
                        long image = batch.getLong(r);
                        if (image < 0 || image >= x.size(0)) {
                            throw new ShapeException(
                                    "batch_indices[" + r + "] is " + image + "; there are " + x.size(0) + " images");
                        }
                        memory.columns().cut(scaled(regions, 4 * r), scaled(regions, 4 * r + 2), x.size(3));
                        memory.rows().cut(scaled(regions, 4 * r + 1), scaled(regions, 4 * r + 3), x.size(2));
                        for (long c = 0; c < channels; c++) {
                            bins(memory, x, (image * channels + c) * x.size(2) * x.size(3));
                            Numbers.write(
                                    memory.bins(),
                                    0,
                                    y,
                                    (r * channels + c) * memory.bins().length,
                                    memory.bins().length);
                        }
                    }
                }));
    }

    private double scaled(Tensor regions, long i) {
        double product = regions.getDouble(i) * scale;
        return single ? (float) product : product;
    }

    private void bins(Memory memory, Tensor x, long plane) {
        RegionSteps rows = memory.rows();
        RegionSteps columns = memory.columns();
        long line = x.size(3);
        double samples = Math.max(1, rows.count() * columns.count());
        for (int i = 0; i < height; i++) {
            for (int j = 0; j < width; j++) {
                double sum = 0;
                double greatest = Double.NEGATIVE_INFINITY;
                for (int a = rows.begin(i); a < rows.end(i); a++) {
                    long start = plane + rows.place(a) * line;
                    for (int b = columns.begin(j); b < columns.end(j); b++) {
                        double weight = rows.weight(a) * columns.weight(b);
                        double value = weight == 0 ? 0 : weight * x.getDouble(start + columns.place(b));
                        sum += value;
                        greatest = Math.max(greatest, value);
                    }
                }
                boolean zeros = rows.reachesOut(i) || columns.reachesOut(j) || greatest == Double.NEGATIVE_INFINITY;
                double largest = zeros ? Math.max(greatest, 0) : greatest;
                memory.bins()[i * width + j] = max ? largest : sum / samples;
            }
        }
    }
}
