package org.cotangent.train.tune;

/**
 * Low-rank adaptation (Hu et al., 2021): a weight {@code W [out, in]} becomes {@code W + (alpha / rank) B A} with
 * {@code A [rank, in]} and {@code B [out, rank]}, of which A and B alone are trained.
 *
 * <p>A begins uniform in {@code [-1/sqrt(in), 1/sqrt(in))} (Kaiming's bound with slope sqrt(5), as PyTorch's linear
 * layers have it), B with zeros, so that the model computes at first what it did. In training the adapter, and it
 * alone, sees its input through Dropout.
 *
 * @param rank of the change of each weight
 * @param alpha how much the change counts, times the rank
 * @param dropout the share of the adapter's inputs that is set to zero in training
 */
public record LoRA(int rank, double alpha, double dropout) {
    public LoRA {
        if (rank < 1) {
            throw new IllegalArgumentException("rank " + rank + " is not positive");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("dropout " + dropout + " is not in [0, 1)");
        }
    }

    /** {@return adapters of this rank, with {@code alpha = rank} and without dropout} */
    public static LoRA rank(int rank) {
        return new LoRA(rank, rank, 0);
    }

    public LoRA alpha(double value) {
        return new LoRA(rank, value, dropout);
    }

    public LoRA dropout(double ratio) {
        return new LoRA(rank, alpha, ratio);
    }
}
