package org.cotangent.bench.torch;

import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.cotangent.autograd.Variable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.layer.LSTM;
import org.cotangent.train.layer.Linear;
import org.cotangent.train.layer.UnaryLayer;

/** A long short-term memory over sequences, whose last hidden state is classified. */
public record LstmClassifier(long length, long inputs, long hidden, int classes) implements LayerNet {
    @Override
    public UnaryLayer layer() {
        return new Net(this);
    }

    @Override
    public long[] input() {
        return new long[] {length, inputs};
    }

    @Override
    public Tensor targets(DType dtype, SplittableRandom random, int count) {
        return PeerNet.labels(random, count, classes);
    }

    private static final class Net extends UnaryLayer {
        private final LSTM lstm;
        private final Linear fc;

        Net(LstmClassifier sizes) {
            this.lstm = new LSTM(sizes.inputs(), sizes.hidden());
            this.fc = new Linear(sizes.hidden(), sizes.classes());
        }

        @Override
        public Variable forward(Variable x) {
            return fc.apply(lstm.runAll(x).hidden().squeeze(0));
        }
    }

    @Override
    public org.bytedeco.pytorch.Tensor forward(
            org.bytedeco.pytorch.Tensor x, Map<String, org.bytedeco.pytorch.Tensor> weights) {
        org.bytedeco.pytorch.Tensor zeros = torch.zeros(new long[] {1, x.size(0), hidden});
        TensorVector parameters = new TensorVector(Stream.of("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
                .map(name -> Objects.requireNonNull(weights.get("lstm." + name), name))
                .toArray(org.bytedeco.pytorch.Tensor[]::new));
        org.bytedeco.pytorch.Tensor last = torch.lstm(
                        x, new TensorVector(zeros, zeros), parameters, true, 1, 0, true, false, true)
                .get1();
        return LeNet.linear(last.squeeze(0), weights, "fc");
    }
}
