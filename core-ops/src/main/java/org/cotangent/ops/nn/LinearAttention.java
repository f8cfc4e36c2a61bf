package org.cotangent.ops.nn;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.ops.internal.attention.LinearAttentionShapes;
import org.cotangent.ops.internal.attention.LinearAttentionSteps;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * Attention by a state per head that every step writes and reads: {@code o_t = scale q_t^T S_t}.
 *
 * <pre>{@code
 * linear       S_t = S_{t-1} + k_t v_t^T
 * gated        S_t = D_t + k_t v_t^T,                          where D_t = exp(g_t) S_{t-1}
 * delta        S_t = S_{t-1} + b_t k_t (v_t - S_{t-1}^T k_t)^T
 * gated_delta  S_t = D_t + b_t k_t (v_t - D_t^T k_t)^T
 * }</pre>
 *
 * <p>query, key and value are [batch, time, heads * size]; a head of key and value serves as many consecutive heads of
 * the query as there are of these per one of those. decay g is [batch, time, kv_heads * size] or [batch, time,
 * kv_heads], beta b is [batch, time, kv_heads] or [batch, time, 1]; they are there if the rule uses them. States are
 * [batch, kv_heads, size, value size], at first {@code past_state} or zeros. The scale is {@code 1 / sqrt(size)} unless
 * given. Computed in float32, float64 for float64, unrolled over time. ONNX LinearAttention, version 27.
 */
public final class LinearAttention extends OnnxOperator {
    public LinearAttention() {
        super("LinearAttention", 27, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        TypeVariable s = TypeVariable.of("S", DType.floating());
        return Signature.builder()
                .input("query", t)
                .input("key", t)
                .input("value", t)
                .optional("past_state", s)
                .optional("decay", t)
                .optional("beta", t)
                .output("output", t)
                .output("present_state", s)
                .attribute("chunk_size", 64)
                .optionalAttribute("kv_num_heads", new Attribute.OfInt(1))
                .optionalAttribute("q_num_heads", new Attribute.OfInt(1))
                .attribute("scale", 0f)
                .attribute("update_rule", "gated_delta")
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return LinearAttentionShapes.infer(call);
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(LinearAttentionSteps::expand);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(LinearAttention::sample);
    }

    private static Domain.Sample sample(Draw draw) {
        long batch = draw.integer(1, 2);
        long time = draw.extent();
        long heads = draw.integer(1, 2);
        long queryHeads = heads * draw.integer(1, 2);
        long size = draw.integer(1, 2);
        long valueSize = draw.integer(1, 2);
        String rule = draw.pick("linear", "gated", "delta", "gated_delta");
        List<@Nullable Tensor> inputs = new ArrayList<>();
        inputs.add(draw.tensor(new long[] {batch, time, queryHeads * size}, -1, 1));
        inputs.add(draw.tensor(new long[] {batch, time, heads * size}, -1, 1));
        inputs.add(draw.tensor(new long[] {batch, time, heads * valueSize}, -1, 1));
        inputs.add(draw.chance(0.5) ? null : draw.tensor(new long[] {batch, heads, size, valueSize}, -1, 1));
        long decays = draw.pick(heads, heads * size);
        inputs.add(rule.startsWith("gated") ? draw.tensor(new long[] {batch, time, decays}, -1, 0) : null);
        inputs.add(rule.endsWith("delta") ? draw.tensor(new long[] {batch, time, draw.pick(1L, heads)}, 0, 1) : null);
        Attributes attributes = Attributes.of("update_rule", rule)
                .with("q_num_heads", queryHeads)
                .with("kv_num_heads", heads)
                .with("scale", draw.pick(0f, 0.5f));
        return new Domain.Sample(attributes, inputs, 2);
    }
}
