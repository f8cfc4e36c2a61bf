package org.cotangent.ops.internal.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The negative log-likelihood of class labels, for the losses that are made of it. */
public final class Likelihood {
    private Likelihood() {}

    /** Declares {@code ignore_index} and {@code reduction}. */
    public static Signature.Builder attributes(Signature.Builder ports) {
        return ports.optionalInteger("ignore_index").attribute("reduction", "mean");
    }

    /** {@return the shape of the loss of scores in input 0 and labels in input 1, having checked them} */
    public static Shape infer(Inference call) {
        String reduction = call.attributes().text("reduction");
        if (!Set.of("none", "sum", "mean").contains(reduction)) {
            throw new AttributeException("reduction must be none, sum or mean, not '" + reduction + "'");
        }
        Shape scores = call.shape(0);
        Shape labels = call.shape(1);
        if (scores.rank() < 2 || labels.rank() != scores.rank() - 1) {
            throw new ShapeException("scores " + scores + " must have axes [batch, classes, ...] and labels " + labels
                    + " the same ones without classes");
        }
        Shape expected = scores.without(1);
        if (expected.isStatic() && labels.isStatic() && !expected.equals(labels)) {
            throw new ShapeException(
                    "labels must be of shape " + expected + " for scores " + scores + ", not " + labels);
        }
        if (call.has(2)
                && call.shape(2).isStatic()
                && scores.dim(1).isKnown()
                && !call.shape(2).equals(scores.slice(1, 2))) {
            throw new ShapeException(
                    "weights must be of shape " + scores.slice(1, 2) + ", one for each class, not " + call.shape(2));
        }
        return reduction.equals("none") ? labels : Shape.scalar();
    }

    /**
     * {@return the loss of log-probabilities}
     *
     * <p>Elements whose label is ignored have no part in it, whatever their scores are.
     *
     * @param call has labels in input 1 and perhaps class weights in input 2
     */
    public static Value loss(Formulas f, Call call, Value logProbabilities) {
        Value labels = call.input(1);
        Value ignored = null;
        if (call.attributes().has("ignore_index")) {
            ignored = f.equal(
                    labels, f.scalarLike(labels, (double) call.attributes().integer("ignore_index")));
            labels = f.where(ignored, f.scalarLike(labels, 0), labels);
        }
        Value picked = f.op("GatherElements", Attributes.of("axis", 1), logProbabilities, f.unsqueeze(labels, 1));
        Value loss = f.neg(f.squeeze(picked, 1));
        Value weights = null;
        if (call.has(2)) {
            weights = f.gather(call.input(2), labels, 0);
            loss = f.mul(weights, loss);
        }
        if (ignored != null) {
            Value zero = f.scalarLike(loss, 0);
            loss = f.where(ignored, zero, loss);
            weights = f.where(ignored, zero, weights == null ? f.scalarLike(loss, 1) : weights);
        }
        return reduce(f, call.attributes().text("reduction"), loss, weights);
    }

    private static Value reduce(Formulas f, String reduction, Value loss, @Nullable Value weights) {
        return switch (reduction) {
            case "none" -> loss;
            case "sum" -> f.reduceSum(loss, false);
            default ->
                weights == null
                        ? f.reduceMean(loss, false)
                        : f.div(f.reduceSum(loss, false), f.reduceSum(weights, false));
        };
    }

    /** {@return random scores, labels, and perhaps weights and an ignored label} */
    public static Domain domain(int outputs) {
        return Domain.of(draw -> {
            int classes = draw.integer(2, 4);
            List<Long> sizes = new ArrayList<>(List.of((long) draw.extent(), (long) classes));
            for (int i = draw.integer(0, 2); i > 0; i--) {
                sizes.add((long) draw.extent());
            }
            long[] shape = sizes.stream().mapToLong(Long::longValue).toArray();
            sizes.remove(1);
            Tensor labels =
                    draw.indices(sizes.stream().mapToLong(Long::longValue).toArray(), 0, classes);
            Attributes attributes = Attributes.of("reduction", draw.pick("none", "sum", "mean"));
            if (draw.chance(0.3)) {
                labels.setLong(0, 0);
                attributes = attributes.with("ignore_index", 1);
            }
            Tensor weights = draw.chance(0.5) ? draw.tensor(DType.DOUBLE, new long[] {classes}, 0.2, 2) : null;
            Tensor scores = draw.tensor(shape, -2, 2);
            return (weights == null
                            ? Sample.of(attributes, scores, labels)
                            : Sample.of(attributes, scores, labels, weights))
                    .withOutputs(outputs);
        });
    }
}
