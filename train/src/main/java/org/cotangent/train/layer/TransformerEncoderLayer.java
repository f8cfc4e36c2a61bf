package org.cotangent.train.layer;

import java.util.function.UnaryOperator;
import org.cotangent.autograd.Operand;
import org.cotangent.autograd.Variable;
import org.jspecify.annotations.Nullable;

/**
 * Attention to itself and a network of two linear layers, each with dropout, a residual connection and a layer
 * normalisation (Vaswani et al., 2017), over [batch, length, size].
 */
public final class TransformerEncoderLayer extends UnaryLayer {
    private final MultiHeadAttention selfAttn;
    private final Linear linear1;
    private final Linear linear2;
    private final LayerNorm norm1;
    private final LayerNorm norm2;
    private final Dropout dropout;
    private final UnaryOperator<Variable> activation;
    private final boolean normFirst;

    /** With dropout 0.1, relu, and normalisation behind the residual connections, as PyTorch's. */
    public TransformerEncoderLayer(long size, long heads, long inner) {
        this(size, heads, inner, 0.1, Activation.RELU, false);
    }

    /** @param normFirst whether one normalises before attention and network instead of behind the connections */
    public TransformerEncoderLayer(
            long size, long heads, long inner, double dropout, UnaryOperator<Variable> activation, boolean normFirst) {
        this.selfAttn = new MultiHeadAttention(size, heads, dropout);
        this.linear1 = new Linear(size, inner);
        this.linear2 = new Linear(inner, size);
        this.norm1 = new LayerNorm(size);
        this.norm2 = new LayerNorm(size);
        this.dropout = new Dropout(dropout);
        this.activation = activation;
        this.normFirst = normFirst;
    }

    @Override
    public Variable forward(Variable x) {
        return block(x, null);
    }

    /** {@return the layer's output, with a mask as {@link MultiHeadAttention#attend} takes it} */
    public Variable masked(Variable x, Operand mask) {
        return run(x.autograd(), () -> block(x, mask));
    }

    private Variable block(Variable x, @Nullable Operand mask) {
        if (normFirst) {
            Variable y = x.add(attention(norm1.apply(x), mask));
            return y.add(network(norm2.apply(y)));
        }
        Variable y = norm1.apply(x.add(attention(x, mask)));
        return norm2.apply(y.add(network(y)));
    }

    private Variable attention(Variable x, @Nullable Operand mask) {
        return dropout.apply(mask == null ? selfAttn.apply(x) : selfAttn.attend(x, x, x, mask));
    }

    private Variable network(Variable x) {
        return dropout.apply(linear2.apply(dropout.apply(activation.apply(linear1.apply(x)))));
    }
}
