package org.cotangent.train.layer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Variable;
import org.cotangent.autograd.Window;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every layer as an ONNX file with a symbolic batch: ONNX Runtime computes what the layer computes. */
class LayerExportTest {
    private final Cotangent cotangent = Cotangent.load();

    private record Case(UnaryLayer layer, long... sizes) {}

    /** A table whose indices are made of the input, since files are fed with float32 here. */
    private static final class Rows extends UnaryLayer {
        private final Embedding table = new Embedding(9, 4);

        @Override
        public Variable forward(Variable x) {
            return table.apply(x.clip(-2, 2).mul(2).add(4).cast(DType.INT64));
        }
    }

    private static Map<String, Case> cases() {
        Map<String, Case> cases = new LinkedHashMap<>();
        cases.put("linear", new Case(new Linear(5, 3), 5));
        cases.put("linear of sequences", new Case(new Linear(5, 3, false), 4, 5));
        cases.put("conv1d", new Case(new Conv1d(2, 4, Window.of().groups(2), 3), 2, 9));
        cases.put("conv2d", new Case(new Conv2d(2, 4, Window.of().stride(2).padding(1), 3, 2), 2, 7, 6));
        cases.put("conv3d", new Case(new Conv3d(1, 2, Window.of().dilation(2), 2), 1, 5, 5, 5));
        cases.put(
                "conv transpose 1d",
                new Case(new ConvTranspose1d(2, 3, Window.of().stride(2), 3), 2, 5));
        cases.put(
                "conv transpose 2d",
                new Case(new ConvTranspose2d(2, 4, Window.of().stride(2).padding(1), true, 1, 3), 2, 4, 5));
        cases.put("conv transpose 3d", new Case(new ConvTranspose3d(1, 2, 2), 1, 3, 3, 3));
        cases.put("max pool", new Case(new MaxPool(Window.of().stride(1).padding(1), 3), 2, 6, 5));
        cases.put("average pool", new Case(new AveragePool(Window.of().padding(1), 3), 2, 6, 6));
        cases.put("global average pool", new Case(new GlobalAveragePool(), 2, 6, 5));
        cases.put("batch norm", new Case(trained(), 3, 4));
        cases.put("layer norm", new Case(new LayerNorm(3, 4), 3, 4));
        cases.put("rms norm", new Case(new RMSNorm(4), 3, 4));
        cases.put("group norm", new Case(new GroupNorm(2, 6), 6, 5));
        cases.put("instance norm", new Case(new InstanceNorm(3), 3, 5));
        cases.put("dropout", new Case(new Dropout(), 5));
        cases.put("flatten", new Case(new Flatten(), 2, 3, 4));
        cases.put("embedding", new Case(new Rows(), 5));
        cases.put("lstm", new Case(new LSTM(3, 4, 2, true), 5, 3));
        cases.put("gru", new Case(new GRU(3, 4), 5, 3));
        cases.put("rnn", new Case(new RNN(3, 4), 5, 3));
        cases.put("attention", new Case(new MultiHeadAttention(6, 2, 0.1), 4, 6));
        cases.put("transformer encoder layer", new Case(new TransformerEncoderLayer(6, 2, 8), 4, 6));
        for (Activation activation : Activation.values()) {
            cases.put(activation.name(), new Case(new Sequential(activation), 7));
        }
        return cases;
    }

    /** A layer whose running statistics are not those at first. */
    private static UnaryLayer trained() {
        BatchNorm layer = new BatchNorm(3);
        Autograd autograd = Autograd.load();
        layer.apply(autograd.randn(20, 3, 4).mul(3).add(1));
        return layer;
    }

    @TestFactory
    Stream<DynamicTest> layers(@TempDir Path folder) {
        return cases().entrySet().stream()
                .map(entry -> dynamicTest(
                        entry.getKey(),
                        () -> check(
                                entry.getValue(), folder.resolve(entry.getKey().replace(' ', '-') + ".onnx"))));
    }

    private void check(Case sample, Path file) throws OrtException {
        UnaryLayer layer = sample.layer();
        boolean training = layer.isTraining();
        List<Dim> dims = Stream.concat(
                        Stream.of(Dim.symbol("batch")),
                        Arrays.stream(sample.sizes()).mapToObj(Dim::of))
                .toList();
        layer.export(cotangent, new TensorType(DType.FLOAT, Shape.of(dims)), file);
        assertEquals(training, layer.isTraining());
        layer.eval();
        Autograd autograd = Autograd.of(cotangent);
        for (long batch : new long[] {1, 3}) {
            long[] sizes = new long[sample.sizes().length + 1];
            sizes[0] = batch;
            System.arraycopy(sample.sizes(), 0, sizes, 1, sample.sizes().length);
            Variable x = autograd.randn(sizes);
            Variable expected = layer.apply(x);
            Tensor actual = peer(file, x.tensor());
            assertArrayEquals(expected.shape().sizes(), actual.sizes());
            assertArrayEquals(expected.toDoubles(), actual.toDoubles(), 2e-5);
        }
    }

    private static Tensor peer(Path file, Tensor input) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession session = environment.createSession(file.toString());
                OnnxTensor fed =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(input.toFloats()), input.sizes());
                OrtSession.Result result = session.run(Map.of(UnaryLayer.INPUT, fed))) {
            OnnxTensor output = (OnnxTensor) result.get(0);
            float[] values = new float[output.getFloatBuffer().remaining()];
            output.getFloatBuffer().get(values);
            return Tensor.of(values, output.getInfo().getShape());
        }
    }
}
