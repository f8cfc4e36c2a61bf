package org.cotangent.ops;

import org.cotangent.spi.graph.Emitter;
import org.cotangent.spi.op.Formulas;

/**
 * The operators that people use most, as typed functions of values: those of {@link Formulas} and, by family, what is
 * not among them. Values may belong to a graph or be computed at once.
 *
 * <p>{@snippet : var ops = Ops.of(builder); Value hidden = ops.math().relu(ops.nn().linear(x, weight, bias)); Value
 * loss = ops.loss().softmaxCrossEntropy(ops.nn().linear(hidden, head, null), labels); }
 */
public record Ops(Formulas f) {
    /** {@return the operators, written into a graph or run by this emitter} */
    public static Ops of(Emitter emitter) {
        return new Ops(new Formulas(emitter));
    }

    /** {@return activations and other functions of single elements} */
    public MathOps math() {
        return new MathOps(f);
    }

    /** {@return reductions and other functions along axes} */
    public AxisOps axis() {
        return new AxisOps(f);
    }

    /** {@return layers} */
    public NnOps nn() {
        return new NnOps(f);
    }

    public LossOps loss() {
        return new LossOps(f);
    }
}
