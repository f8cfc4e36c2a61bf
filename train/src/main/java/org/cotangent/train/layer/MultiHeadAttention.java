package org.cotangent.train.layer;

import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Operand;
import org.cotangent.autograd.Parameter;
import org.cotangent.autograd.Variable;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * Attention in several heads (Vaswani et al., 2017) over [batch, length, size], as PyTorch's with {@code batch_first}:
 * queries, keys and values are projected, {@code softmax(q k^T / sqrt(size / heads) + mask) v} is taken in each head,
 * and the heads are projected together.
 */
public final class MultiHeadAttention extends UnaryLayer {
    private final Parameter inProjWeight;
    private final Parameter inProjBias;
    private final Linear outProj;
    private final long size;
    private final long heads;
    private final double dropout;

    public MultiHeadAttention(long size, long heads) {
        this(size, heads, 0);
    }

    /** @param dropout probability with which, in training, an attention weight is dropped */
    public MultiHeadAttention(long size, long heads, double dropout) {
        if (size % heads != 0) {
            throw new ShapeException("size " + size + " cannot be divided into " + heads + " heads");
        }
        this.size = size;
        this.heads = heads;
        this.dropout = dropout;
        this.inProjWeight = parameter(Initializer.xavierUniform(1), 3 * size, size);
        this.inProjBias = parameter(Initializer.zeros(), 3 * size);
        this.outProj = new Linear(size, size, Initializer.zeros());
    }

    /** {@return attention of a sequence to itself} */
    @Override
    public Variable forward(Variable x) {
        Variable[] projected = x.linear(inProjWeight, inProjBias).chunk(3, 2).toArray(Variable[]::new);
        return outProj.apply(attend(projected[0], projected[1], projected[2], null, false));
    }

    /** {@return attention of a sequence to itself, where no element sees those that come later} */
    public Variable causal(Variable x) {
        return run(x.autograd(), () -> {
            Variable[] projected =
                    x.linear(inProjWeight, inProjBias).chunk(3, 2).toArray(Variable[]::new);
            return outProj.apply(attend(projected[0], projected[1], projected[2], null, true));
        });
    }

    /**
     * {@return attention of queries [batch, l, size] to keys and values [batch, s, size]}
     *
     * @param mask broadcasts to [batch, heads, l, s]: bools that are true where attention is allowed, or numbers that
     *     are added to the scores; null for none
     */
    public Variable attend(Variable queries, Variable keys, Variable values, @Nullable Operand mask) {
        return run(
                queries.autograd(),
                () -> outProj.apply(attend(project(queries, 0), project(keys, 1), project(values, 2), mask, false)));
    }

    private Variable project(Variable x, long part) {
        Autograd autograd = x.autograd();
        return x.linear(
                inProjWeight.in(autograd).slice(0, part * size, (part + 1) * size),
                inProjBias.in(autograd).slice(0, part * size, (part + 1) * size));
    }

    private Variable attend(Variable q, Variable k, Variable v, @Nullable Operand mask, boolean causal) {
        Attributes attributes =
                Attributes.of("q_num_heads", heads).with("kv_num_heads", heads).with("is_causal", causal ? 1L : 0L);
        if (!isTraining() || dropout == 0) {
            return q.autograd().op("Attention", attributes, q, k, v, mask);
        }
        // The weights themselves are an output: dropped, they are applied to the values by hand.
        Variable weights = q.autograd()
                .call("", "Attention", attributes.with("qk_matmul_output_mode", 3L), 4, q, k, v, mask)
                .get(3);
        Variable heading = v.unflatten(2, heads, size / heads).permute(0, 2, 1, 3);
        return weights.dropout(dropout, true)
                .matmul(heading)
                .permute(0, 2, 1, 3)
                .flatten(2);
    }

    @Override
    protected String settings() {
        return size + ", heads " + heads;
    }
}
