package org.cotangent.ops.array;

import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * {@code y_i = start + i * delta} for {@code 0 <= i < max(ceil((limit - start) / delta), 0)}; ONNX Range, version 27.
 *
 * <p>Elements are computed in float64 and rounded, whether {@code stash_type} is FLOAT or DOUBLE.
 *
 * <p>The derivative with respect to {@code limit} is zero; where the number of elements jumps there is none.
 */
public final class Range extends OnnxOperator {
    /** Longer ranges are no shapes, and not worth being told element by element. */
    private static final int SHAPE_LIKE = 1024;

    public Range() {
        super(
                "Range",
                27,
                signatureOf(TypeVariable.of(
                        "T",
                        DType.FLOAT,
                        DType.DOUBLE,
                        DType.INT16,
                        DType.INT32,
                        DType.INT64,
                        DType.FLOAT16,
                        DType.BFLOAT16)));
    }

    private static Signature signatureOf(TypeVariable type) {
        return Signature.builder()
                .input("start", type)
                .input("limit", type)
                .input("delta", type)
                .output("output", type)
                .attribute("stash_type", DType.FLOAT.code())
                .build();
    }

    private static void requireStash(long code) {
        if (code != DType.FLOAT.code() && code != DType.DOUBLE.code()) {
            throw new AttributeException("stash_type must be FLOAT (1) or DOUBLE (11), not " + code);
        }
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        requireStash(call.attributes().integer("stash_type"));
        Tensor start = call.constant(0);
        Tensor limit = call.constant(1);
        Tensor delta = call.constant(2);
        Dim count = null;
        if (call.dtype(0).isInteger()) {
            count = integers(call);
        } else if (start != null && limit != null && delta != null) {
            count = Dim.of(count(start, limit, delta));
        }
        Dim size = count == null ? call.fresh("range") : count;
        return List.of(new TensorType(call.dtype(0), Shape.of(List.of(size))));
    }

    private static @Nullable Dim integers(Inference call) {
        List<Dim> starts = call.integers(0);
        List<Dim> limits = call.integers(1);
        List<Dim> deltas = call.integers(2);
        if (starts == null
                || limits == null
                || deltas == null
                || !deltas.getFirst().isKnown()) {
            return null;
        }
        Dim start = starts.getFirst();
        Dim length = limits.getFirst().minus(start);
        long delta = deltas.getFirst().size();
        if (!length.isKnown()) {
            return delta == 1 ? length : null;
        }
        long count = count(length.size(), delta);
        if (count <= SHAPE_LIKE) {
            call.known(
                    0,
                    LongStream.range(0, count)
                            .mapToObj(i -> start.plus(i * delta))
                            .toList());
        }
        return Dim.of(count);
    }

    private static long count(long length, long delta) {
        if (delta == 0) {
            throw new ShapeException("delta must not be 0");
        }
        return Math.max(0, delta > 0 ? Math.ceilDiv(length, delta) : Math.ceilDiv(-length, -delta));
    }

    private static long count(Tensor start, Tensor limit, Tensor delta) {
        if (start.dtype().isInteger()) {
            return count(limit.getLong(0) - start.getLong(0), delta.getLong(0));
        }
        double count = Math.ceil((limit.getDouble(0) - start.getDouble(0)) / delta.getDouble(0));
        if (Double.isNaN(count) || count > Integer.MAX_VALUE) {
            throw new ShapeException("the range from " + start.getDouble(0) + " to " + limit.getDouble(0) + " by "
                    + delta.getDouble(0) + " has no number of elements that fits");
        }
        return (long) Math.max(0, count);
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(Range::prepare, Range::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        DType dtype = call.dtype(0);
        DType wide = dtype.isInteger() ? DType.INT64 : DType.DOUBLE;
        Value start = f.cast(call.input(0), wide);
        Value delta = f.cast(call.input(2), wide);
        Value length = f.sub(f.cast(call.input(1), wide), start);
        Value quotient = f.div(f.cast(length, DType.DOUBLE), f.cast(delta, DType.DOUBLE));
        Value count = f.cast(f.op("Ceil", quotient), DType.INT64);
        Value sizes = f.reshape(f.op("Max", count, f.scalar(DType.INT64, 0)), 1);
        Value ones = f.op("Expand", f.scalar(DType.INT64, 1), sizes);
        Value index = f.op("CumSum", Attributes.of("exclusive", 1L), ones, f.scalar(DType.INT64, 0));
        return List.of(f.cast(f.add(start, f.mul(f.cast(index, wide), delta)), dtype));
    }

    private static Kernel prepare(Preparation call) {
        boolean whole = call.input(0).dtype().isInteger();
        boolean known = call.output(0).isStatic();
        return io -> {
            Tensor start = io.input(0);
            Tensor delta = io.input(2);
            Tensor output = known ? io.output(0) : io.allocate(0, count(start, io.input(1), delta));
            for (long i = 0; i < output.elements(); i++) {
                if (whole) {
                    output.setLong(i, start.getLong(0) + i * delta.getLong(0));
                } else {
                    output.setDouble(i, start.getDouble(0) + i * delta.getDouble(0));
                }
            }
        };
    }

    @Override
    public Derivative derivative() {
        return Derivative.ofJvp(Range::jvp);
    }

    private static List<Tangent> jvp(Formulas f, Point at, List<Tangent> tangents) {
        Value like = at.output(0);
        Value sum = tangents.get(0) instanceof Tangent.Of(Value start) ? f.expandLike(start, like) : null;
        if (tangents.get(2) instanceof Tangent.Of(Value delta)) {
            Value steps = f.op("Range", f.scalar(DType.INT64, 0), f.op("Size", like), f.scalar(DType.INT64, 1));
            Value grown = f.mul(f.cast(steps, like.dtype()), delta);
            sum = sum == null ? grown : f.add(sum, grown);
        }
        return List.of(sum == null ? Tangent.zero() : Tangent.of(sum));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            double start = draw.integer(-3, 3);
            double delta = draw.pick(0.5, 1.0, -1.0, 2.0);
            double limit = start + delta * (draw.integer(0, draw.extent()) + 0.5);
            return Domain.Sample.of(
                    Attributes.none(), Tensor.scalar(start), Tensor.scalar(limit), Tensor.scalar(delta));
        });
    }
}
