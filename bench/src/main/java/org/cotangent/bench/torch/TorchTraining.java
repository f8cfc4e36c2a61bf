package org.cotangent.bench.torch;

import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.function.Function;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LBFGS;
import org.bytedeco.pytorch.LossClosure;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.TensorVector;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Training steps of a network in PyTorch. */
public final class TorchTraining {
    private final PeerNet net;
    private final SequencedMap<String, org.bytedeco.pytorch.Tensor> weights = new LinkedHashMap<>();
    private final SequencedMap<String, org.bytedeco.pytorch.Tensor> all = new LinkedHashMap<>();
    private final Optimizer optimizer;

    /**
     * A training that begins with copies of these weights.
     *
     * @param optimizer makes the optimiser of the parameters
     */
    public TorchTraining(
            PeerNet net, SequencedMap<String, Tensor> initial, Function<TensorVector, Optimizer> optimizer) {
        this.net = net;
        initial.forEach(
                (name, tensor) -> weights.put(name, TorchTensors.of(tensor).set_requires_grad(true)));
        TensorVector parameters = new TensorVector(weights.values().toArray(new org.bytedeco.pytorch.Tensor[0]));
        all.putAll(weights);
        net.buffers().forEach((name, tensor) -> all.put(name, TorchTensors.of(tensor)));
        this.optimizer = optimizer.apply(parameters);
    }

    /** {@return the loss before the step} */
    public double step(org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor targets) {
        try (PointerScope _ = new PointerScope()) {
            if (optimizer instanceof LBFGS several) {
                LossClosure closure = new LossClosure() {
                    @Override
                    public org.bytedeco.pytorch.Tensor call() {
                        return backward(x, targets);
                    }
                };
                return several.step(closure).item_double();
            }
            org.bytedeco.pytorch.Tensor loss = backward(x, targets);
            optimizer.step();
            return loss.item_double();
        }
    }

    private org.bytedeco.pytorch.Tensor backward(org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor targets) {
        optimizer.zero_grad();
        org.bytedeco.pytorch.Tensor loss = net.loss(net.forward(x, all), targets);
        loss.backward();
        return loss;
    }

    /** {@return copies of the parameters as they are now} */
    public SequencedMap<String, Tensor> parameters(DType dtype) {
        SequencedMap<String, Tensor> copies = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> copies.put(name, TorchTensors.copy(tensor, dtype)));
        return copies;
    }
}
