package org.cotangent.bench.kernel;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.bench.kernel.KernelCase.Operand;
import org.cotangent.spi.op.Attributes;

/** The calls that are timed: sizes of well-known networks. */
final class KernelCases {

    private static final String COTANGENT = "org.cotangent";

    private final List<KernelCase> cases = new ArrayList<>();

    private KernelCases() {
        product(64, 64, 64);
        product(256, 256, 256);
        product(1024, 1024, 1024);
        product(128, 384, 1536);
        product(64, 784, 512);
        product(1, 1024, 1024);
        for (long n : new long[] {1, 16}) {
            convolution(n, 3, 224, 64, 7, 2, 1);
            convolution(n, 64, 56, 64, 3, 1, 1);
            convolution(n, 256, 14, 256, 3, 1, 1);
            convolution(n, 512, 7, 512, 3, 1, 1);
            convolution(n, 128, 56, 128, 3, 2, 1);
            convolution(n, 256, 56, 64, 1, 1, 1);
            convolution(n, 64, 56, 256, 1, 1, 1);
            convolution(n, 1024, 14, 256, 1, 1, 1);
            convolution(n, 256, 56, 512, 1, 2, 1);
            convolution(n, 96, 56, 96, 3, 1, 96);
            convolution(n, 96, 112, 96, 3, 2, 96);
            convolution(n, 128, 28, 128, 3, 1, 32);
        }
        convolution(64, 1, 28, 20, 5, 1, 1);
        rows("Softmax", Attributes.of("axis", -1), 1024, 1024);
        rows("Softmax", Attributes.of("axis", 1), 8, 128, 1024);
        rows("LogSoftmax", Attributes.of("axis", 1), 8, 128, 1024);
        pool("MaxPool", 64, 112);
        maximumGradient(1, 64, 112, 3, 2, 1);
        maximumGradient(64, 32, 24, 2, 2, 0);
        pool("AveragePool", 64, 112);
        rows("GlobalAveragePool", Attributes.none(), 16, 512, 14, 14);
        chains();
    }

    static List<KernelCase> all() {
        return List.copyOf(new KernelCases().cases);
    }

    private void chains() {
        Operand.Numbers hidden = new Operand.Numbers(1024, 1536);
        cases.add(KernelCase.of(Chain.gelu(), 8.0 * 1024 * 1536, hidden, new Operand.Numbers(1536)));
        cases.add(KernelCase.of(Chain.swish(), 8.0 * 1024 * 1536, hidden));
        cases.add(KernelCase.of(Chain.reluGradient(), 12.0 * 1024 * 1536, hidden, hidden));
        Operand.Numbers weights = new Operand.Numbers(1 << 20);
        cases.add(KernelCase.of(
                Chain.adamW(), 28.0 * (1 << 20), weights, weights, weights, weights, new Operand.Numbers()));
        Operand.Numbers last = new Operand.Numbers(64);
        cases.add(
                KernelCase.of(Chain.scaleAndShift(), 8.0 * 56 * 56 * 64, new Operand.Numbers(56, 56, 64), last, last));
        Operand.Numbers first = new Operand.Numbers(64, 1, 1);
        cases.add(KernelCase.of(
                Chain.scaleAndShift(), 8.0 * 56 * 56 * 64, new Operand.Numbers(64, 56, 56), first, first));
    }

    private void product(long m, long k, long n) {
        for (boolean constant : new boolean[] {false, true}) {
            cases.add(new KernelCase(
                    "MatMul %dx%dx%d%s".formatted(m, k, n, constant ? " constant" : ""),
                    "",
                    "MatMul",
                    Attributes.none(),
                    List.of(new Operand.Numbers(m, k), new Operand.Numbers(k, n)),
                    constant ? List.of(1) : List.of(),
                    2.0 * m * k * n));
        }
    }

    private void convolution(long n, long channels, long size, long outputs, long kernel, long stride, long groups) {
        long pad = kernel / 2;
        long result = (size + 2 * pad - kernel) / stride + 1;
        Attributes attributes = Attributes.of("strides", stride, stride)
                .with("pads", pad, pad, pad, pad)
                .with("group", groups);
        long[] x = {n, channels, size, size};
        long[] w = {outputs, channels / groups, kernel, kernel};
        long[] y = {n, outputs, result, result};
        double work = 2.0 * n * outputs * result * result * w[1] * kernel * kernel;
        String name = "%dx%dx%dx%d->%d %dx%d/%d g%d"
                .formatted(n, channels, size, size, outputs, kernel, kernel, stride, groups);
        cases.add(new KernelCase(
                "Conv " + name,
                "",
                "Conv",
                attributes,
                List.of(new Operand.Numbers(x), new Operand.Numbers(w)),
                List.of(1),
                work));
        cases.add(new KernelCase(
                "ConvInputGradient " + name,
                COTANGENT,
                "ConvInputGradient",
                attributes,
                List.of(new Operand.Numbers(y), new Operand.Numbers(w), new Operand.Sizes(x)),
                List.of(2),
                work));
        cases.add(new KernelCase(
                "ConvWeightGradient " + name,
                COTANGENT,
                "ConvWeightGradient",
                attributes,
                List.of(new Operand.Numbers(x), new Operand.Numbers(y), new Operand.Sizes(w)),
                List.of(2),
                work));
    }

    private void pool(String operator, long channels, long size) {
        Attributes attributes =
                Attributes.of("kernel_shape", 3, 3).with("strides", 2, 2).with("pads", 1, 1, 1, 1);
        cases.add(new KernelCase(
                operator + " 3x3/2 " + channels + "x" + size,
                "",
                operator,
                attributes,
                List.of(new Operand.Numbers(1, channels, size, size)),
                List.of(),
                5.0 * channels * size * size));
    }

    private void maximumGradient(long n, long channels, long size, long kernel, long stride, long pad) {
        long result = (size + 2 * pad - kernel) / stride + 1;
        cases.add(new KernelCase(
                "MaxPoolScatter %dx%d/%d %dx%dx%d".formatted(kernel, kernel, stride, n, channels, size),
                COTANGENT,
                "MaxPoolScatter",
                Attributes.of("kernel_shape", kernel, kernel)
                        .with("strides", stride, stride)
                        .with("pads", pad, pad, pad, pad),
                List.of(new Operand.Numbers(n, channels, size, size), new Operand.Numbers(n, channels, result, result)),
                List.of(),
                8.0 * n * channels * size * size));
    }

    private void rows(String operator, Attributes attributes, long... sizes) {
        double elements = 1;
        for (long size : sizes) {
            elements *= size;
        }
        cases.add(new KernelCase(
                operator + " " + java.util.Arrays.toString(sizes) + " " + attributes,
                "",
                operator,
                attributes,
                List.of(new Operand.Numbers(sizes)),
                List.of(),
                8 * elements));
    }
}
