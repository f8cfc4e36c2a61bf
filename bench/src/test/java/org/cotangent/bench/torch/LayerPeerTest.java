package org.cotangent.bench.torch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.ConvTranspose2dImpl;
import org.bytedeco.pytorch.ConvTranspose2dOptions;
import org.bytedeco.pytorch.GRUImpl;
import org.bytedeco.pytorch.GRUOptions;
import org.bytedeco.pytorch.GroupNormImpl;
import org.bytedeco.pytorch.GroupNormOptions;
import org.bytedeco.pytorch.LSTMImpl;
import org.bytedeco.pytorch.LSTMOptions;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.StringTensorDict;
import org.bytedeco.pytorch.T_TensorT_TensorTensor_T_T;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TransformerEncoderLayerImpl;
import org.bytedeco.pytorch.TransformerEncoderLayerOptions;
import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Variable;
import org.cotangent.autograd.Window;
import org.cotangent.spi.tensor.DType;
import org.cotangent.train.layer.Activation;
import org.cotangent.train.layer.BatchNorm;
import org.cotangent.train.layer.Conv2d;
import org.cotangent.train.layer.ConvTranspose2d;
import org.cotangent.train.layer.GRU;
import org.cotangent.train.layer.GroupNorm;
import org.cotangent.train.layer.LSTM;
import org.cotangent.train.layer.Linear;
import org.cotangent.train.layer.TransformerEncoderLayer;
import org.cotangent.train.layer.UnaryLayer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Layers with the same parameters under the same names, here and in PyTorch: outputs, gradients, buffers. */
@ExtendWith(Torch.class)
class LayerPeerTest {
    private static final double TOLERANCE = 2e-5;

    private final Autograd autograd = Autograd.load();

    /**
     * A layer here and there.
     *
     * @param forward runs the one there
     */
    record Case(String name, UnaryLayer ours, Module theirs, UnaryOperator<Tensor> forward, long... sizes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        return Stream.of(linear(), conv(), convTranspose(), batchNorm(), groupNorm(), lstm(), gru(), encoder());
    }

    private static Case linear() {
        LinearImpl theirs = new LinearImpl(5, 3);
        return new Case("Linear", new Linear(5, 3), theirs, theirs::forward, 4, 5);
    }

    private static Case conv() {
        Conv2dOptions options = new Conv2dOptions(4, 6, new LongPointer(3, 2));
        options.stride().put(new long[] {2, 1});
        options.groups().put(2);
        Conv2dImpl theirs = new Conv2dImpl(options);
        Window window = Window.of().stride(2, 1).groups(2);
        return new Case("Conv2d", new Conv2d(4, 6, window, 3, 2), theirs, theirs::forward, 2, 4, 7, 6);
    }

    private static Case convTranspose() {
        ConvTranspose2dOptions options = new ConvTranspose2dOptions(4, 3, new LongPointer(3, 3));
        options.stride().put(new long[] {2, 2});
        options.padding().put(new long[] {1, 1});
        options.output_padding().put(new long[] {1, 1});
        ConvTranspose2dImpl theirs = new ConvTranspose2dImpl(options);
        Window window = Window.of().stride(2).padding(1);
        return new Case(
                "ConvTranspose2d", new ConvTranspose2d(4, 3, window, true, 1, 3), theirs, theirs::forward, 2, 4, 5, 6);
    }

    private static Case batchNorm() {
        BatchNorm2dImpl theirs = new BatchNorm2dImpl(new BatchNormOptions(3));
        return new Case("BatchNorm2d", new BatchNorm(3), theirs, theirs::forward, 5, 3, 4, 2);
    }

    private static Case groupNorm() {
        GroupNormImpl theirs = new GroupNormImpl(new GroupNormOptions(2, 6));
        return new Case("GroupNorm", new GroupNorm(2, 6), theirs, theirs::forward, 3, 6, 5);
    }

    private static Case lstm() {
        LSTMOptions options = new LSTMOptions(3, 4);
        options.num_layers().put(2);
        options.bidirectional().put(true);
        options.batch_first().put(true);
        LSTMImpl theirs = new LSTMImpl(options);
        return new Case("LSTM", new LSTM(3, 4, 2, true), theirs, x -> kept(theirs.forward(x)), 2, 5, 3);
    }

    private static Case gru() {
        GRUOptions options = new GRUOptions(3, 4);
        options.batch_first().put(true);
        GRUImpl theirs = new GRUImpl(options);
        return new Case("GRU", new GRU(3, 4), theirs, x -> kept(theirs.forward(x)), 2, 5, 3);
    }

    /** {@return the first part of a tuple, which outlives the tuple} */
    private static Tensor kept(T_TensorT_TensorTensor_T_T parts) {
        try (parts) {
            return new Tensor(parts.get0());
        }
    }

    private static Tensor kept(T_TensorTensor_T parts) {
        try (parts) {
            return new Tensor(parts.get0());
        }
    }

    /** PyTorch's C++ has sequences first. */
    private static Case encoder() {
        TransformerEncoderLayerOptions options = new TransformerEncoderLayerOptions(6, 2);
        options.dim_feedforward().put(8);
        options.dropout().put(0);
        TransformerEncoderLayerImpl theirs = new TransformerEncoderLayerImpl(options);
        return new Case(
                "TransformerEncoderLayer",
                new TransformerEncoderLayer(6, 2, 8, 0, Activation.RELU, false),
                theirs,
                x -> theirs.forward(x.transpose(0, 1)).transpose(0, 1),
                3,
                4,
                6);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void layersAreThoseOfPyTorch(Case both) {
        both.ours().initialize(3);
        Map<String, Tensor> theirs = parameters(both.theirs().named_parameters());
        assertEquals(both.ours().parameters().keySet(), theirs.keySet());
        both.ours()
                .parameters()
                .forEach((name, parameter) -> named(theirs, name).set_data(TorchTensors.of(parameter.tensor())));

        Variable x = autograd.randn(both.sizes()).requireGrad();
        Tensor input = TorchTensors.of(x.tensor()).set_requires_grad(true);
        Variable y = both.ours().apply(x);
        Tensor output = both.forward().apply(input);
        near("output", y.tensor(), output);

        Variable weights = autograd.randn(y.shape().sizes());
        y.mul(weights).sum().backward();
        output.mul(TorchTensors.of(weights.tensor())).sum().backward();
        near("gradient of x", Objects.requireNonNull(x.grad()).tensor(), input.grad());
        both.ours()
                .parameters()
                .forEach((name, parameter) -> near(
                        "gradient of " + name,
                        Objects.requireNonNull(parameter.grad()).tensor(),
                        named(theirs, name).grad()));
        Map<String, Tensor> buffers = parameters(both.theirs().named_buffers());
        both.ours().buffers().forEach((name, buffer) -> near(name, buffer.tensor(), named(buffers, name)));
    }

    private static Tensor named(Map<String, Tensor> tensors, String name) {
        return Objects.requireNonNull(tensors.get(name), name);
    }

    private static Map<String, Tensor> parameters(StringTensorDict dictionary) {
        Map<String, Tensor> parameters = new LinkedHashMap<>();
        for (long i = 0; i < dictionary.size(); i++) {
            parameters.put(
                    dictionary.get(i).key().getString(),
                    new Tensor(dictionary.get(i).value()));
        }
        return parameters;
    }

    private static void near(String what, org.cotangent.spi.tensor.Tensor ours, Tensor theirs) {
        org.cotangent.spi.tensor.Tensor copy = TorchTensors.copy(theirs, DType.FLOAT);
        assertArrayEquals(copy.sizes(), ours.sizes(), what);
        assertArrayEquals(copy.toDoubles(), ours.toDoubles(), TOLERANCE, what);
    }
}
