package org.cotangent.ops.nn;

import java.util.List;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
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
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * Rotates pairs of features by angles that depend on the position: {@code (a, b)} becomes {@code (a cos - b sin, a sin
 * + b cos)}.
 *
 * <p>X is [batch, heads, sequence, size], or [batch, sequence, heads * size] with {@code num_heads}. The first
 * {@code rotary_embedding_dim} features of each head are rotated, all if it is 0: feature i with feature i + half of
 * them, or neighbours if {@code interleaved}. The caches are [positions, half] and looked up by {@code position_ids},
 * [batch, sequence]; without these they are [batch, sequence, half]. ONNX RotaryEmbedding, version 23.
 */
public final class RotaryEmbedding extends OnnxOperator {
    public RotaryEmbedding() {
        super("RotaryEmbedding", 23, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return Signature.builder()
                .input("X", t)
                .input("cos_cache", t)
                .input("sin_cache", t)
                .optionalFixed("position_ids", TypeVariable.of("M", DType.INT64))
                .output("Y", t)
                .attribute("interleaved", 0)
                .optionalInteger("num_heads")
                .attribute("rotary_embedding_dim", 0)
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape x = call.shape(0);
        Dim size = headSize(call.attributes(), x);
        long given = call.attributes().integer("rotary_embedding_dim");
        Dim rotated = given == 0 ? size : Dim.of(given);
        if (rotated.isKnown() && (rotated.size() % 2 != 0 || (size.isKnown() && rotated.size() > size.size()))) {
            throw new ShapeException("an even number of at most " + size + " features can be rotated, not " + rotated);
        }
        for (int i = 1; i < 3; i++) {
            Shape cache = call.shape(i);
            Dim last = cache.rank() == 0 ? Dim.of(1) : cache.dim(cache.rank() - 1);
            if (call.has(3) && cache.rank() > 0 && cache.dim(0).is(0)) {
                throw new ShapeException("input " + i + " of shape " + cache + " has no positions to look up");
            }
            boolean fits = !last.isKnown() || !rotated.isKnown() || 2 * last.size() == rotated.size();
            if (cache.rank() != (call.has(3) ? 2 : 3) || !fits) {
                throw new ShapeException("input " + i + " of shape " + cache + " must have "
                        + (call.has(3) ? "axes for position and" : "axes for batch, sequence and") + " half of "
                        + rotated
                        + " features");
            }
        }
        int sequence = x.rank() == 3 ? 1 : 2;
        for (int i = call.has(3) ? 3 : 1; i < call.inputCount(); i++) {
            Shape shape = call.shape(i);
            if (shape.rank() != (i == 3 ? 2 : 3)
                    || differ(shape.dim(0), x.dim(0))
                    || differ(shape.dim(1), x.dim(sequence))) {
                throw new ShapeException("input " + i + " of shape " + shape
                        + " must have the axes batch and sequence, " + x.dim(0) + " and " + x.dim(sequence));
            }
        }
        return List.of(call.input(0));
    }

    private static boolean differ(Dim a, Dim b) {
        return a.isKnown() && b.isKnown() && !a.is(1) && !a.equals(b);
    }

    private static Dim headSize(Attributes attributes, Shape x) {
        if (x.rank() == 4) {
            return x.dim(3);
        }
        if (x.rank() != 3) {
            throw new ShapeException("X must have 3 or 4 axes, not shape " + x);
        }
        long heads = attributes.integer("num_heads", 0);
        if (heads < 1 || (x.dim(2).isKnown() && x.size(2) % heads != 0)) {
            throw new AttributeException("num_heads is " + heads + "; it must divide the last axis of X of shape " + x);
        }
        return x.dim(2).floorDiv(Dim.of(heads));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(RotaryEmbedding::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Attributes attributes = call.attributes();
        Value given = call.input(0);
        Shape shape = given.shape();
        long size = headSize(attributes, shape).size();
        boolean flat = shape.rank() == 3;
        Value x = flat
                ? f.reshape(
                        given,
                        Shape.of(List.of(
                                shape.dim(0), shape.dim(1), Dim.of(attributes.integer("num_heads")), Dim.of(size))))
                : given;
        int heads = flat ? 2 : 1;
        Value cos = cache(f, call, 1, heads);
        Value sin = cache(f, call, 2, heads);
        long rotated = attributes.integer("rotary_embedding_dim");
        rotated = rotated == 0 ? size : rotated;
        Value head = rotated == size ? x : f.slice(x, 3, 0, rotated);
        Value turned = attributes.flag("interleaved") ? neighbours(f, head, cos, sin) : halves(f, head, cos, sin);
        Value y = rotated == size ? turned : f.concat(3, List.of(turned, f.slice(x, 3, rotated, size)));
        return List.of(flat ? f.reshapeLike(y, given) : y);
    }

    /** {@return the cache at the positions, with an axis of size 1 for the heads} */
    private static Value cache(Formulas f, Call call, int input, int heads) {
        Value cache = call.input(input);
        return f.unsqueeze(call.has(3) ? f.gather(cache, call.input(3), 0) : cache, heads);
    }

    private static Value halves(Formulas f, Value x, Value cos, Value sin) {
        long half = x.shape().size(3) / 2;
        Value a = f.slice(x, 3, 0, half);
        Value b = f.slice(x, 3, half, 2 * half);
        return f.concat(3, List.of(real(f, a, b, cos, sin), imaginary(f, a, b, cos, sin)));
    }

    private static Value neighbours(Formulas f, Value x, Value cos, Value sin) {
        Shape shape = x.shape();
        Dim half = Dim.of(shape.size(3) / 2);
        Value pairs = f.reshape(x, shape.with(3, half).insert(4, Dim.of(2)));
        Value a = f.squeeze(f.slice(pairs, 4, 0, 1), 4);
        Value b = f.squeeze(f.slice(pairs, 4, 1, 2), 4);
        Value turned = f.concat(
                4, List.of(f.unsqueeze(real(f, a, b, cos, sin), 4), f.unsqueeze(imaginary(f, a, b, cos, sin), 4)));
        return f.reshapeLike(turned, x);
    }

    private static Value real(Formulas f, Value a, Value b, Value cos, Value sin) {
        return f.sub(f.mul(a, cos), f.mul(b, sin));
    }

    private static Value imaginary(Formulas f, Value a, Value b, Value cos, Value sin) {
        return f.add(f.mul(a, sin), f.mul(b, cos));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long batch = draw.integer(1, 2);
            long heads = draw.integer(1, 2);
            long sequence = draw.extent();
            long half = draw.integer(1, 2);
            boolean partial = draw.chance(0.3);
            long size = 2 * half + (partial ? 2 : 0);
            boolean flat = draw.chance(0.5);
            Attributes attributes = Attributes.of("interleaved", draw.integer(0, 1))
                    .with("num_heads", heads)
                    .with("rotary_embedding_dim", partial ? 2 * half : 0);
            long[] x = flat ? new long[] {batch, sequence, heads * size} : new long[] {batch, heads, sequence, size};
            long positions = draw.extent();
            boolean lookup = draw.chance(0.5);
            long[] cache = lookup ? new long[] {positions, half} : new long[] {batch, sequence, half};
            Tensor values = draw.tensor(x, -1, 1);
            Tensor cos = draw.tensor(cache, -1, 1);
            Tensor sin = draw.tensor(cache, -1, 1);
            return lookup
                    ? Domain.Sample.of(
                            attributes, values, cos, sin, draw.indices(new long[] {batch, sequence}, 0, positions))
                    : Domain.Sample.of(attributes, values, cos, sin);
        });
    }
}
