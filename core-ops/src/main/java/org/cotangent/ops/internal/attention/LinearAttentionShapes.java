package org.cotangent.ops.internal.attention;

import java.util.List;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;

/** Checks calls of linear attention. */
public final class LinearAttentionShapes {
    static final int PAST = 3;
    static final int DECAY = 4;
    static final int BETA = 5;

    private LinearAttentionShapes() {}

    /** {@return the types of output and present_state} */
    public static List<TensorType> infer(Inference call) {
        Attributes attributes = call.attributes();
        long queryHeads = attributes.integer("q_num_heads");
        long heads = attributes.integer("kv_num_heads");
        if (heads < 1 || queryHeads < 1 || queryHeads % heads != 0) {
            throw new AttributeException(
                    "q_num_heads is " + queryHeads + "; it must be a positive multiple of kv_num_heads, " + heads);
        }
        String rule = attributes.text("update_rule");
        if (!List.of("linear", "gated", "delta", "gated_delta").contains(rule)) {
            throw new AttributeException(
                    "update_rule is '" + rule + "'; it must be linear, gated, delta or gated_delta");
        }
        require(call, rule, DECAY, "decay", rule.startsWith("gated"));
        require(call, rule, BETA, "beta", rule.endsWith("delta"));
        for (int i : new int[] {0, 1, 2, DECAY, BETA}) {
            if (call.has(i)) {
                checkSequence(call.shape(i), call.shape(0), i);
            }
        }
        Dim size = share(call.shape(0), queryHeads, "query");
        Dim valueSize = share(call.shape(2), heads, "value");
        same("sizes of heads of query and key", size, share(call.shape(1), heads, "key"));
        checkLast(call, DECAY, Dim.of(heads), size.times(heads));
        checkLast(call, BETA, Dim.of(heads), Dim.of(1));
        Dim batch = call.shape(0).dim(0);
        Shape state = Shape.of(List.of(batch, Dim.of(heads), size, valueSize));
        if (call.has(PAST)) {
            Shape past = call.shape(PAST);
            for (int axis = 0; axis < 4; axis++) {
                if (past.rank() != 4) {
                    throw new ShapeException("past_state must be of shape " + state + ", not " + past);
                }
                same("axes " + axis + " of past_state and " + state, past.dim(axis), state.dim(axis));
            }
        }
        DType dtype = call.has(PAST) ? call.dtype(PAST) : call.dtype(0);
        Shape output = call.shape(0).with(2, valueSize.times(queryHeads));
        return List.of(call.input(0).with(output), new TensorType(dtype, state));
    }

    private static void require(Inference call, String rule, int input, String name, boolean used) {
        if (call.has(input) != used) {
            throw new GraphException(
                    "update_rule '" + rule + "' " + (used ? "needs" : "has no use for") + " input " + name);
        }
    }

    private static void checkSequence(Shape shape, Shape query, int input) {
        if (shape.rank() != 3) {
            throw new ShapeException("input " + input + " must be [batch, time, features], not of shape " + shape);
        }
        same("batch sizes of query and input " + input, query.dim(0), shape.dim(0));
        same("lengths of query and input " + input, query.dim(1), shape.dim(1));
    }

    private static Dim share(Shape shape, long heads, String name) {
        Dim all = shape.dim(2);
        if (all.isKnown() && all.size() % heads != 0) {
            throw new ShapeException(name + " of shape " + shape + " does not split into " + heads + " heads");
        }
        return all.floorDiv(Dim.of(heads));
    }

    private static void checkLast(Inference call, int input, Dim one, Dim other) {
        if (!call.has(input)) {
            return;
        }
        Dim last = call.shape(input).dim(2);
        if (last.isKnown() && one.isKnown() && other.isKnown() && !last.equals(one) && !last.equals(other)) {
            throw new ShapeException(
                    "the last axis of input " + input + " is " + last + "; it must be " + one + " or " + other);
        }
    }

    private static void same(String what, Dim a, Dim b) {
        if (a.isKnown() && b.isKnown() && !a.equals(b)) {
            throw new ShapeException(what + " differ: " + a + " and " + b);
        }
    }
}
