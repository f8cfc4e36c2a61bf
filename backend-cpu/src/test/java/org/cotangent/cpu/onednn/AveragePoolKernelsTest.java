package org.cotangent.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AveragePoolKernelsTest extends KernelTest {

    private static final double TOLERANCE = 1e-6;

    private static Images windows(long channels, long size, long kernel, long stride, long pad) {
        return Images.of(
                new long[] {2, channels, size, size},
                new long[] {channels, 1, kernel, kernel},
                new long[] {stride, stride},
                new long[] {1, 1},
                new long[] {pad, pad, pad, pad},
                channels);
    }

    private RandomCalls call(String operator, Images images, Attributes attributes) {
        return calls(operator, attributes).withInput(images.x()).withOutput(images.y());
    }

    private static Attributes attributes(long kernel, long stride, long pad) {
        return Attributes.of("kernel_shape", kernel, kernel)
                .with("strides", stride, stride)
                .with("pads", pad, pad, pad, pad);
    }

    @ParameterizedTest
    @CsvSource({"20, 33, 3, 2, 1", "70, 30, 2, 2, 0", "16, 28, 5, 3, 2"})
    void averagePoolEqualsLoops(long channels, long size, long kernel, long stride, long pad) {
        Images images = windows(channels, size, kernel, stride, pad);
        for (boolean padded : new boolean[] {false, true}) {
            Attributes attributes = attributes(kernel, stride, pad).with("count_include_pad", padded ? 1 : 0);
            check(
                    call("AveragePool", images, attributes),
                    TOLERANCE,
                    run -> average(images, run.get(0), padded ? (int) (kernel * kernel) : 0));
        }
    }

    @Test
    void globalAveragePoolEqualsLoops() {
        Images images = windows(600, 7, 7, 1, 0);
        check(call("GlobalAveragePool", images, Attributes.none()), TOLERANCE, run -> average(images, run.get(0), 49));
    }

    @Test
    void refusesWindowsBehindThePadding() {
        Attributes ceil = attributes(3, 2, 0).with("ceil_mode", 1).with("count_include_pad", 1);
        RandomCalls behind = calls("AveragePool", ceil).withInput(2, 16, 28, 28).withOutput(2, 16, 14, 14);
        assertTrue(refusal(behind).contains("padding"), refusal(behind));
    }

    /** Divides by {@code taps}, or by the taps inside the image if that is 0. */
    private static double[] average(Images images, Tensor image, int taps) {
        double[] result = new double[(int) Arrays.stream(images.y()).reduce(1, (a, b) -> a * b)];
        double[] inside = new double[result.length];
        images.visit((i, k, o) -> {
            result[o] += image.getDouble(i);
            inside[o]++;
        });
        for (int i = 0; i < result.length; i++) {
            result[i] /= taps > 0 ? taps : inside[i];
        }
        return result;
    }
}
