package org.cotangent.ops.internal.signal;

import org.cotangent.spi.AttributeException;
import org.cotangent.spi.backend.Bindings;
import org.cotangent.spi.tensor.Tensor;

/** The kernel of MelWeightMatrix. */
public final class MelFilters {
    private MelFilters() {}

    /** Writes the filters. */
    public static void write(Bindings io) {
        int bands = Math.toIntExact(io.input(0).getLong(0));
        long length = io.input(1).getLong(0);
        double rate = io.input(2).getDouble(0);
        if (!(rate > 0)) {
            throw new AttributeException("sample_rate must be positive, not " + rate);
        }
        double low = mel(io.input(3).getDouble(0));
        double high = mel(io.input(4).getDouble(0));
        Tensor filters = io.output(0);
        for (long i = 0; i < filters.elements(); i++) {
            filters.setLong(i, 0);
        }
        double step = (high - low) / (bands + 2);
        for (int band = 0; band < bands; band++) {
            long left = frequency(low + band * step, length, rate);
            long centre = frequency(low + (band + 1) * step, length, rate);
            long right = frequency(low + (band + 2) * step, length, rate);
            for (long k = Math.max(left, 0); k < Math.min(centre, filters.size(0)); k++) {
                put(filters, k, band, (double) (k - left) / (centre - left));
            }
            put(filters, centre, band, 1);
            for (long k = Math.max(centre + 1, 0); k < Math.min(right, filters.size(0)); k++) {
                put(filters, k, band, (double) (right - k) / (right - centre));
            }
        }
    }

    private static double mel(double hertz) {
        return 2595 * Math.log10(1 + hertz / 700);
    }

    private static long frequency(double mel, long length, double rate) {
        return (long) Math.floor((length + 1) * (700 * (Math.pow(10, mel / 2595) - 1)) / rate);
    }

    private static void put(Tensor filters, long frequency, int band, double weight) {
        if (frequency >= 0 && frequency < filters.size(0)) {
            filters.setDouble(frequency * filters.size(1) + band, weight);
        }
    }
}
