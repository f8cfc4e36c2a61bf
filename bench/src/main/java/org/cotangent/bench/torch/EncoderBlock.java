package org.cotangent.bench.torch;

import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.layer.Activation;
import org.cotangent.train.layer.TransformerEncoderLayer;
import org.cotangent.train.layer.UnaryLayer;
import org.cotangent.train.loss.Loss;
import org.cotangent.train.loss.MeanSquaredError;

/** One layer of a transformer's encoder without dropout, towards targets of the output's shape. */
public record EncoderBlock(long size, long heads, long inner, long tokens) implements LayerNet {
    private static final double EPSILON = 1e-5;

    @Override
    public UnaryLayer layer() {
        return new TransformerEncoderLayer(size, heads, inner, 0, Activation.GELU, false);
    }

    @Override
    public long[] input() {
        return new long[] {tokens, size};
    }

    @Override
    public Tensor targets(DType dtype, SplittableRandom random, int count) {
        return PeerNet.uniform(dtype, random, 1, count, tokens, size);
    }

    @Override
    public Loss loss() {
        return new MeanSquaredError();
    }

    @Override
    public org.bytedeco.pytorch.Tensor loss(org.bytedeco.pytorch.Tensor output, org.bytedeco.pytorch.Tensor targets) {
        return torch.mse_loss(output, targets);
    }

    @Override
    public org.bytedeco.pytorch.Tensor forward(
            org.bytedeco.pytorch.Tensor x, Map<String, org.bytedeco.pytorch.Tensor> weights) {
        TensorVector parts = torch.linear(
                        x, get(weights, "self_attn.in_proj_weight"), optional(weights, "self_attn.in_proj_bias"))
                .chunk(3, 2);
        org.bytedeco.pytorch.Tensor mixed =
                torch.scaled_dot_product_attention(perHead(parts.get(0)), perHead(parts.get(1)), perHead(parts.get(2)));
        org.bytedeco.pytorch.Tensor attended = mixed.transpose(1, 2).reshape(-1, tokens, size);
        org.bytedeco.pytorch.Tensor y =
                norm(x.add(LeNet.linear(attended, weights, "self_attn.out_proj")), weights, "norm1");
        org.bytedeco.pytorch.Tensor hidden = torch.gelu(LeNet.linear(y, weights, "linear1"));
        return norm(y.add(LeNet.linear(hidden, weights, "linear2")), weights, "norm2");
    }

    private org.bytedeco.pytorch.Tensor perHead(org.bytedeco.pytorch.Tensor x) {
        return x.view(-1, tokens, heads, size / heads).transpose(1, 2);
    }

    private org.bytedeco.pytorch.Tensor norm(
            org.bytedeco.pytorch.Tensor x, Map<String, org.bytedeco.pytorch.Tensor> weights, String name) {
        return torch.layer_norm(
                x,
                new long[] {size},
                optional(weights, name + ".weight"),
                optional(weights, name + ".bias"),
                EPSILON,
                false);
    }

    private static TensorOptional optional(Map<String, org.bytedeco.pytorch.Tensor> weights, String name) {
        return new TensorOptional(get(weights, name));
    }

    private static org.bytedeco.pytorch.Tensor get(Map<String, org.bytedeco.pytorch.Tensor> weights, String name) {
        return Objects.requireNonNull(weights.get(name), name);
    }
}
