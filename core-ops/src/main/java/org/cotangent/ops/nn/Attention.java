package org.cotangent.ops.nn;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.cotangent.ops.internal.attention.AttentionMask;
import org.cotangent.ops.internal.attention.AttentionSamples;
import org.cotangent.ops.internal.attention.AttentionShapes;
import org.cotangent.ops.internal.matrix.MatrixShapes;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.ValueType;

/**
 * Scaled dot product attention: {@code Y = softmax(softcap(scale Q K^T) + mask) V} per batch and head.
 *
 * <p>Q, K and V are [batch, heads, sequence, size], or [batch, sequence, heads * size] with {@code q_num_heads} and
 * {@code kv_num_heads}. Each head of K and V serves as many consecutive heads of Q as there are of these per one of
 * those. Past keys and values stand before K and V. The scale is {@code 1 / sqrt(size)} unless given;
 * {@code softcap(x)} is {@code softcap * tanh(x / softcap)} if that attribute is not 0.
 *
 * <p>A key is left out for a query where a bool mask is false, where a float mask, which is added, is minus infinity,
 * where the mask is too short, from {@code nonpad_kv_seqlen} on, and with {@code is_causal} where it is later than the
 * query; a query is later than all past keys, and the last query as late as the last key that is not padding. A query
 * without keys gives zeros. Keys that are left out have no influence on any derivative.
 *
 * <p>{@code qk_matmul_output} holds the scaled products (mode 0), these after softcap (1), after the mask (2), or the
 * weights (3). ONNX Attention, version 24.
 */
public final class Attention extends OnnxOperator {
    public Attention() {
        super("Attention", 24, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t1 = TypeVariable.of("T1", DType.floating());
        TypeVariable t2 = TypeVariable.of("T2", DType.floating());
        EnumSet<DType> masks = EnumSet.of(DType.BOOL);
        masks.addAll(DType.numeric());
        return Signature.builder()
                .input("Q", t1)
                .input("K", t1)
                .input("V", t2)
                .optional("attn_mask", TypeVariable.of("U", masks))
                .optional("past_key", t1)
                .optional("past_value", t2)
                .optionalFixed("nonpad_kv_seqlen", TypeVariable.of("I", DType.INT64))
                .output("Y", t1)
                .optionalOutput("present_key", t1)
                .optionalOutput("present_value", t2)
                .optionalOutput("qk_matmul_output", t1)
                .attribute("is_causal", 0)
                .optionalInteger("kv_num_heads")
                .optionalInteger("q_num_heads")
                .attribute("qk_matmul_output_mode", 0)
                .optionalAttribute("scale", new Attribute.OfFloat(1))
                .attribute("softcap", 0f)
                .optionalInteger("softmax_precision")
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        return AttentionShapes.infer(call);
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(Attention::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Attributes attributes = call.attributes();
        Value q = AttentionShapes.heads(f, call.input(0), attributes.integer("q_num_heads", 0));
        long kvHeads = attributes.integer("kv_num_heads", 0);
        Value k = joined(f, call, 4, AttentionShapes.heads(f, call.input(1), kvHeads));
        Value v = joined(f, call, 5, AttentionShapes.heads(f, call.input(2), kvHeads));
        Shape queries = q.shape();
        Shape weightShape = queries.with(3, k.shape().dim(2));
        Value grouped = AttentionShapes.group(f, q, k.shape().dim(1));
        Value products = f.reshape(scaledProducts(f, grouped, k, attributes), weightShape);
        float cap = attributes.real("softcap");
        Value capped = cap > 0 ? f.mul(f.tanh(f.mul(products, 1.0 / cap)), cap) : products;
        AttentionMask mask = AttentionMask.of(f, call, weightShape, q.dtype());
        Value weights = weights(f, mask.add(f, capped), mask, attributes);
        Value mixed = f.matmul(
                AttentionShapes.group(f, f.cast(weights, v.dtype()), v.shape().dim(1)), v);
        Value y = f.reshape(mixed, queries.with(3, v.shape().dim(3)));
        List<Value> outputs = new ArrayList<>();
        outputs.add(f.cast(AttentionShapes.restore(f, y, call.shape(0).rank()), q.dtype()));
        outputs.add(k);
        outputs.add(v);
        if (call.outputCount() > 3) {
            outputs.add(
                    switch ((int) attributes.integer("qk_matmul_output_mode")) {
                        case 0 -> products;
                        case 1 -> capped;
                        case 2 -> mask.show(f, mask.add(f, capped));
                        default -> f.cast(weights, q.dtype());
                    });
        }
        return outputs.subList(0, call.outputCount());
    }

    /** {@return past and present, one after the other} */
    private static Value joined(Formulas f, Call call, int past, Value present) {
        return call.has(past) ? f.concat(2, List.of(call.input(past), present)) : present;
    }

    /** The factor of a matrix product is a float32: others are multiplied. */
    private static Value scaledProducts(Formulas f, Value q, Value k, Attributes attributes) {
        double size = q.shape().size(3);
        double scale = attributes.has("scale") ? attributes.real("scale") : 1 / Math.sqrt(size);
        boolean exact = q.dtype() != DType.DOUBLE || (float) scale == scale;
        return exact
                ? MatrixShapes.multiply(f, q, false, k, true, (float) scale)
                : MatrixShapes.multiply(f, f.mul(q, scale), false, k, true, 1);
    }

    private static Value weights(Formulas f, Value logits, AttentionMask mask, Attributes attributes) {
        DType precision = attributes.has("softmax_precision") ? attributes.dtype("softmax_precision") : logits.dtype();
        return mask.zero(f, f.softmax(f.cast(mask.lower(f, logits), precision), -1));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(AttentionSamples::draw);
    }
}
