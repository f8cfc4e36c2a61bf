package org.cotangent.bench.torch;

import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;
import org.cotangent.autograd.Variable;
import org.cotangent.autograd.Window;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.layer.BatchNorm;
import org.cotangent.train.layer.Conv2d;
import org.cotangent.train.layer.LayerList;
import org.cotangent.train.layer.Linear;
import org.cotangent.train.layer.MaxPool;
import org.cotangent.train.layer.UnaryLayer;

/**
 * The residual network of 18 layers (He et al., 2015) for square pictures of three channels.
 *
 * @param size of the pictures
 * @param width the channels of the first blocks, 64 in the paper
 */
public record ResNet18(long size, long width, int classes) implements LayerNet {
    private static final int BLOCKS = 8;
    private static final double EPSILON = 1e-5;
    private static final double MOMENTUM = 0.1;

    @Override
    public UnaryLayer layer() {
        return new Net(this);
    }

    @Override
    public long[] input() {
        return new long[] {3, size, size};
    }

    @Override
    public Tensor targets(DType dtype, SplittableRandom random, int count) {
        return PeerNet.labels(random, count, classes);
    }

    private static int stride(int block) {
        return block > 0 && block % 2 == 0 ? 2 : 1;
    }

    private static final class Net extends UnaryLayer {
        private final Conv2d conv1;
        private final BatchNorm bn1;
        private final MaxPool pool = new MaxPool(Window.of().stride(2).padding(1), 3);
        private final LayerList<ResidualBlock> blocks = new LayerList<>();
        private final Linear fc;

        Net(ResNet18 sizes) {
            this.conv1 = new Conv2d(3, sizes.width(), Window.of().stride(2).padding(3), false, 7);
            this.bn1 = new BatchNorm(sizes.width());
            long channels = sizes.width();
            for (int i = 0; i < BLOCKS; i++) {
                long outputs = channels * stride(i);
                blocks.add(new ResidualBlock(channels, outputs, stride(i)));
                channels = outputs;
            }
            this.fc = new Linear(channels, sizes.classes());
        }

        @Override
        public Variable forward(Variable x) {
            Variable y = pool.apply(bn1.apply(conv1.apply(x)).relu());
            for (ResidualBlock block : blocks) {
                y = block.apply(y);
            }
            return fc.apply(y.mean(2, 3));
        }
    }

    @Override
    public org.bytedeco.pytorch.Tensor forward(
            org.bytedeco.pytorch.Tensor x, Map<String, org.bytedeco.pytorch.Tensor> weights) {
        org.bytedeco.pytorch.Tensor stem = torch.relu(norm(convolution(x, weights, "conv1", 2, 3), weights, "bn1"));
        org.bytedeco.pytorch.Tensor y = torch.max_pool2d(
                stem, new long[] {3, 3}, new long[] {2, 2}, new long[] {1, 1}, new long[] {1, 1}, false);
        for (int i = 0; i < BLOCKS; i++) {
            y = block(y, weights, "blocks." + i, stride(i));
        }
        return LeNet.linear(y.mean(2, 3), weights, "fc");
    }

    private static org.bytedeco.pytorch.Tensor block(
            org.bytedeco.pytorch.Tensor x, Map<String, org.bytedeco.pytorch.Tensor> weights, String name, int stride) {
        org.bytedeco.pytorch.Tensor first =
                torch.relu(norm(convolution(x, weights, name + ".conv1", stride, 1), weights, name + ".bn1"));
        org.bytedeco.pytorch.Tensor second =
                norm(convolution(first, weights, name + ".conv2", 1, 1), weights, name + ".bn2");
        org.bytedeco.pytorch.Tensor around = weights.containsKey(name + ".shortcut.weight")
                ? norm(convolution(x, weights, name + ".shortcut", stride, 0), weights, name + ".shortcut_norm")
                : x;
        return torch.relu(second.add(around));
    }

    private static org.bytedeco.pytorch.Tensor convolution(
            org.bytedeco.pytorch.Tensor x,
            Map<String, org.bytedeco.pytorch.Tensor> weights,
            String name,
            int stride,
            int padding) {
        return torch.conv2d(
                x,
                get(weights, name + ".weight"),
                new TensorOptional(),
                new long[] {stride, stride},
                new long[] {padding, padding},
                new long[] {1, 1},
                1);
    }

    private static org.bytedeco.pytorch.Tensor norm(
            org.bytedeco.pytorch.Tensor x, Map<String, org.bytedeco.pytorch.Tensor> weights, String name) {
        return torch.batch_norm(
                x,
                new TensorOptional(get(weights, name + ".weight")),
                new TensorOptional(get(weights, name + ".bias")),
                new TensorOptional(get(weights, name + ".running_mean")),
                new TensorOptional(get(weights, name + ".running_var")),
                true,
                MOMENTUM,
                EPSILON,
                false);
    }

    private static org.bytedeco.pytorch.Tensor get(Map<String, org.bytedeco.pytorch.Tensor> weights, String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }
}
