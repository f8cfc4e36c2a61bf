package org.cotangent.opencl.convolution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.opencl.support.DeviceCalls;
import org.cotangent.opencl.support.FamilyCalls;
import org.cotangent.opencl.support.RandomTensors;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvolutionKernelsTest {
    private static DeviceCalls calls;

    @BeforeAll
    static void open() {
        calls = DeviceCalls.open();
    }

    @AfterAll
    static void close() {
        if (calls != null) {
            calls.close();
        }
    }

    /** A convolution and what it makes. */
    private record Sample(Attributes attributes, Tensor x, Tensor w, Tensor bias, Tensor y) {
        static Sample of(SplittableRandom random, DType type, Attributes attributes, long[] x, long[] w) {
            Tensor image = new RandomTensors(random.nextLong()).of(type, x);
            Tensor weights = new RandomTensors(random.nextLong()).of(type, w);
            Operator conv = calls.operator("", "Conv");
            Attributes all = conv.signature().resolve(attributes);
            TensorType result = (TensorType)
                    HostCalls.types(conv, all, List.of(image, weights), 1).getFirst();
            return new Sample(
                    attributes,
                    image,
                    weights,
                    new RandomTensors(random.nextLong()).of(type, w[0]),
                    new RandomTensors(random.nextLong()).of(type, result.shape().sizes()));
        }

        static Sample draw(SplittableRandom random, DType type) {
            int rank = random.nextInt(1, 4);
            int groups = random.nextInt(3) == 0 ? 3 : 1;
            int inputs = random.nextInt(3) == 0 ? 1 : random.nextInt(1, 6);
            int outputs = random.nextInt(1, random.nextBoolean() ? 4 : 24);
            long[] x = new long[rank + 2];
            long[] w = new long[rank + 2];
            long[] strides = new long[rank];
            long[] dilations = new long[rank];
            long[] pads = new long[2 * rank];
            x[0] = random.nextInt(1, 4);
            x[1] = (long) groups * inputs;
            w[0] = (long) groups * outputs;
            w[1] = inputs;
            for (int i = 0; i < rank; i++) {
                w[i + 2] = random.nextInt(1, 4);
                strides[i] = random.nextInt(1, 4);
                dilations[i] = random.nextInt(1, 4);
                pads[i] = random.nextInt(0, 3);
                pads[i + rank] = random.nextInt(0, 3);
                x[i + 2] = (w[i + 2] - 1) * dilations[i] + 1 + random.nextInt(0, rank == 1 ? 40 : 9);
            }
            Attributes attributes =
                    Attributes.of("group", groups).with("strides", strides).with("dilations", dilations);
            attributes = switch (random.nextInt(4)) {
                case 0 -> attributes.with("auto_pad", "SAME_UPPER");
                case 1 -> attributes.with("auto_pad", "SAME_LOWER");
                default -> attributes.with("pads", pads);
            };
            return of(random, type, attributes, x, w);
        }
    }

    private static List<FamilyCalls> forms() {
        return List.of(
                new FamilyCalls(calls, new ConvolutionKernels(), calls.device().facts()),
                new FamilyCalls(calls, new ConvolutionKernels(), FamilyCalls.graphics(calls.device())));
    }

    private static void assertAllAgree(Sample sample, double tolerance) {
        Operator conv = calls.operator("", "Conv");
        Operator inputGradient = calls.operator("org.cotangent", "ConvInputGradient");
        Operator weightGradient = calls.operator("org.cotangent", "ConvWeightGradient");
        Tensor xShape = Tensor.vector(sample.x().type().shape().sizes());
        Tensor wShape = Tensor.vector(sample.w().type().shape().sizes());
        for (FamilyCalls form : forms()) {
            Attributes attributes = sample.attributes();
            List<Tensor> biased = List.of(sample.x(), sample.w(), sample.bias());
            form.assertAgrees(conv, attributes, biased, Set.of(1), tolerance);
            form.assertAgrees(conv, attributes, biased.subList(0, 2), Set.of(), tolerance);
            List<Tensor> back = List.of(sample.y(), sample.w(), xShape);
            form.assertAgrees(inputGradient, attributes, back, Set.of(), tolerance);
            List<Tensor> weights = List.of(sample.x(), sample.y(), wShape);
            form.assertAgrees(weightGradient, attributes, weights, Set.of(), tolerance);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6})
    void convolutionsAndTheirGradients(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 3; i++) {
            assertAllAgree(Sample.draw(random, DType.FLOAT), 1e-4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"DOUBLE", "FLOAT16", "BFLOAT16"})
    void otherTypes(String name) {
        DType type = DType.valueOf(name);
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 2; i++) {
            assertAllAgree(Sample.draw(random, type), 10 * DeviceCalls.tolerance(type));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void depthwise(int stride) {
        SplittableRandom random = new SplittableRandom(stride);
        Attributes attributes = Attributes.of("group", 7)
                .with("strides", new long[] {stride, stride})
                .with("pads", new long[] {1, 1, 1, 1});
        assertAllAgree(
                Sample.of(random, DType.FLOAT, attributes, new long[] {2, 7, 21, 19}, new long[] {7, 1, 3, 3}), 1e-4);
        assertAllAgree(
                Sample.of(random, DType.FLOAT, attributes, new long[] {2, 7, 21, 39}, new long[] {14, 1, 5, 3}), 1e-4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void transposedConvolutions(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Operator transpose = calls.operator("", "ConvTranspose");
        for (int i = 0; i < 4; i++) {
            int rank = random.nextInt(1, 4);
            int groups = random.nextInt(1, 3);
            long[] x = new long[rank + 2];
            long[] w = new long[rank + 2];
            Arrays.setAll(x, axis -> random.nextInt(1, 6));
            Arrays.setAll(w, axis -> random.nextInt(1, 4));
            x[1] = groups * random.nextLong(1, 4);
            w[0] = x[1];
            long[] strides = new long[rank];
            long[] extra = new long[rank];
            Arrays.setAll(strides, axis -> random.nextInt(1, 4));
            Arrays.setAll(extra, axis -> random.nextInt(0, (int) strides[axis]));
            long[] dilations = new long[rank];
            Arrays.setAll(dilations, axis -> random.nextInt(1, 4));
            Attributes attributes =
                    Attributes.of("group", groups).with("strides", strides).with("dilations", dilations);
            attributes = i == 3
                    ? attributes.with(
                            "output_shape",
                            Arrays.stream(strides).map(s -> 4 + s).toArray())
                    : attributes.with("output_padding", extra);
            List<Tensor> inputs = new ArrayList<>();
            inputs.add(new RandomTensors(random.nextLong()).of(DType.FLOAT, x));
            inputs.add(new RandomTensors(random.nextLong()).of(DType.FLOAT, w));
            inputs.add(new RandomTensors(random.nextLong()).of(DType.FLOAT, w[1] * groups));
            for (FamilyCalls form : forms()) {
                form.assertAgrees(transpose, attributes, inputs, Set.of(), 1e-4);
            }
        }
    }
}
