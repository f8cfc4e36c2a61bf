package org.cotangent.ops.internal.attention;

import java.util.List;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;

/** Shapes of attention: heads apart, heads in groups. */
public final class AttentionShapes {
    private AttentionShapes() {}

    /** {@return the types of Y, present_key, present_value and qk_matmul_output} */
    public static List<TensorType> infer(Inference call) {
        Attributes attributes = call.attributes();
        int rank = call.shape(0).rank();
        if ((rank != 3 && rank != 4)
                || call.shape(1).rank() != rank
                || call.shape(2).rank() != rank) {
            throw new ShapeException("Q, K and V must all have 3 or all have 4 axes, not shapes " + call.shape(0) + ", "
                    + call.shape(1) + " and " + call.shape(2));
        }
        if (call.has(4) != call.has(5)) {
            throw new GraphException("past_key and past_value must be given together");
        }
        if (call.has(6) && call.has(4)) {
            throw new GraphException("nonpad_kv_seqlen must not be given together with past_key and past_value");
        }
        long mode = attributes.integer("qk_matmul_output_mode");
        if (mode < 0 || mode > 3) {
            throw new AttributeException("qk_matmul_output_mode is " + mode + "; it must be 0, 1, 2 or 3");
        }
        Shape q = apart(call.shape(0), attributes, "q_num_heads");
        Shape k = joined(call, 4, apart(call.shape(1), attributes, "kv_num_heads"));
        Shape v = joined(call, 5, apart(call.shape(2), attributes, "kv_num_heads"));
        Shape products = products(q, k, v);
        if (call.has(6)) {
            match(
                    "batch sizes of Q and nonpad_kv_seqlen",
                    q.dim(0),
                    call.shape(6).elements());
        }
        Shape y = rank == 4
                ? q.with(3, v.dim(3))
                : Shape.of(List.of(q.dim(0), q.dim(2), q.dim(1).times(v.dim(3))));
        if (call.has(3)) {
            checkMask(call.shape(3), products);
        }
        TensorType type = call.input(0);
        return List.of(type.with(y), type.with(k), call.input(2).with(v), type.with(products));
    }

    /** {@return the shape of Q K^T, [batch, heads, queries, keys]; Q, K and V are [batch, heads, sequence, size]} */
    public static Shape products(Shape q, Shape k, Shape v) {
        match("sizes of heads of Q and K", q.dim(3), k.dim(3));
        match("lengths of K and V", k.dim(2), v.dim(2));
        match("heads of K and V", k.dim(1), v.dim(1));
        match("batch sizes of Q and K", q.dim(0), k.dim(0));
        match("batch sizes of Q and V", q.dim(0), v.dim(0));
        if (q.dim(1).isKnown() && k.dim(1).isKnown() && (k.size(1) == 0 || q.size(1) % k.size(1) != 0)) {
            throw new ShapeException(q.dim(1) + " heads of Q cannot share " + k.dim(1) + " heads of K");
        }
        return q.with(3, k.dim(2));
    }

    private static void match(String what, Dim a, Dim b) {
        if (a.isKnown() && b.isKnown() && !a.equals(b)) {
            throw new ShapeException(what + " differ: " + a + " and " + b);
        }
    }

    private static void checkMask(Shape mask, Shape products) {
        boolean fits = mask.rank() > 0 && mask.rank() <= 4;
        for (int back = 1; fits && back <= mask.rank(); back++) {
            Dim own = mask.dim(mask.rank() - back);
            Dim other = products.dim(4 - back);
            boolean known = own.isKnown() && other.isKnown();
            fits = !known || own.is(1) || own.equals(other) || (back == 1 && own.size() < other.size());
        }
        if (!fits) {
            throw new ShapeException("the mask of shape " + mask + " does not broadcast to " + products
                    + ", [batch, heads, queries, keys]");
        }
    }

    /** The shape with heads apart. */
    private static Shape apart(Shape x, Attributes attributes, String name) {
        if (x.rank() == 4) {
            return x;
        }
        long heads = attributes.integer(name, 0);
        if (heads < 1 || (x.dim(2).isKnown() && x.size(2) % heads != 0)) {
            throw new AttributeException(
                    "attribute '" + name + "' is " + heads + "; it must divide the last axis of shape " + x);
        }
        return Shape.of(List.of(x.dim(0), Dim.of(heads), x.dim(1), x.dim(2).floorDiv(Dim.of(heads))));
    }

    private static Shape joined(Inference call, int past, Shape present) {
        if (!call.has(past)) {
            return present;
        }
        Shape before = call.shape(past);
        if (before.rank() != 4) {
            throw new ShapeException("input " + past + " must be [batch, heads, sequence, size], not shape " + before);
        }
        match("batch sizes of past and present", before.dim(0), present.dim(0));
        match("heads of past and present", before.dim(1), present.dim(1));
        match("sizes of heads of past and present", before.dim(3), present.dim(3));
        return present.with(2, before.dim(2).plus(present.dim(2)));
    }

    /** {@return [batch, heads, sequence, size], from that or from [batch, sequence, heads * size]} */
    public static Value heads(Formulas f, Value x, long heads) {
        Shape shape = x.shape();
        if (shape.rank() == 4) {
            return x;
        }
        Dim count = Dim.of(heads);
        Value apart = f.reshape(
                x,
                Shape.of(List.of(shape.dim(0), shape.dim(1), count, shape.dim(2).floorDiv(count))));
        return f.transpose(apart, 0, 2, 1, 3);
    }

    /** {@return [batch, groups, heads / groups * sequence, size]} */
    public static Value group(Formulas f, Value x, Dim groups) {
        Shape shape = x.shape();
        Dim rows = shape.dim(1).floorDiv(groups).times(shape.dim(2));
        return f.reshape(x, Shape.of(List.of(shape.dim(0), groups, rows, shape.dim(3))));
    }

    /** {@return [batch, heads, sequence, size], or [batch, sequence, heads * size] for a rank of 3} */
    public static Value restore(Formulas f, Value x, int rank) {
        if (rank == 4) {
            return x;
        }
        Shape shape = x.shape();
        return f.reshape(
                f.transpose(x, 0, 2, 1, 3),
                Shape.of(List.of(shape.dim(0), shape.dim(2), shape.dim(1).times(shape.dim(3)))));
    }
}
