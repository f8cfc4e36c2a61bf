package org.cotangent.bench.suite;

import java.util.Map;
import org.bytedeco.pytorch.global.torch;
import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Variable;
import org.cotangent.bench.torch.TorchTensors;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/**
 * The sum of two small tensors, computed at once, here and in PyTorch.
 *
 * @param recorded whether gradients are required of one of them, so that the sum is recorded
 */
record EagerAdd(long elements, boolean recorded) implements Workload {
    @Override
    public String name() {
        return "eager-add-" + elements + (recorded ? "-recorded" : "");
    }

    @Override
    public Kind kind() {
        return Kind.EAGER;
    }

    @Override
    public double tolerance() {
        return Tolerance.of(DType.FLOAT);
    }

    private Tensor operand(long seed) {
        return new RandomTensors(seed).floats(1, elements);
    }

    @Override
    public void loadPeer() {
        TorchSteps.load();
    }

    @Override
    public Side ours(Setting setting) {
        Autograd autograd = Autograd.of(setting.cotangent());
        Variable x = recorded ? autograd.tensor(operand(1)).requireGrad() : autograd.tensor(operand(1));
        return new Ours(x, autograd.tensor(operand(2)));
    }

    @Override
    public Side theirs(Setting setting) {
        TorchSteps.load();
        torch.set_num_threads(setting.threads());
        org.bytedeco.pytorch.Tensor x = TorchTensors.of(operand(1));
        return new Theirs(x.set_requires_grad(recorded), TorchTensors.of(operand(2)));
    }

    private record Ours(Variable x, Variable y) implements Side {
        @Override
        public void run() {
            x.add(y);
        }

        @Override
        public Map<String, Tensor> results() {
            return Map.of("sum", x.add(y).tensor());
        }

        @Override
        public void close() {}
    }

    private record Theirs(org.bytedeco.pytorch.Tensor x, org.bytedeco.pytorch.Tensor y) implements Side {
        @Override
        public void run() {
            x.add(y).close();
        }

        @Override
        public Map<String, Tensor> results() {
            try (org.bytedeco.pytorch.Tensor sum = x.add(y)) {
                return Map.of("sum", TorchTensors.copy(sum, DType.FLOAT));
            }
        }

        @Override
        public void close() {
            x.close();
            y.close();
        }
    }
}
