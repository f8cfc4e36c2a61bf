package org.cotangent.ops.array;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.movement.Cells;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * {@code past_cache} with {@code update} written over it along {@code axis}, in each entry of the batch (axis 0) from
 * its place in {@code write_indices} on; ONNX TensorScatter, version 24.
 *
 * <p>In mode circular places go on at the begin after the end. In mode linear an update that reaches beyond the end is
 * an error when the operator runs.
 */
public final class TensorScatter extends OnnxOperator {
    public TensorScatter() {
        super(
                "TensorScatter",
                24,
                Signature.builder()
                        .input("past_cache", Types.any("T"))
                        .input("update", Types.any("T"))
                        .optionalFixed("write_indices", Types.int64("I"))
                        .output("present_cache", Types.any("T"))
                        .attribute("axis", -2)
                        .attribute("mode", "linear")
                        .build());
    }

    private static int axis(Attributes attributes, Shape shape) {
        return shape.axis(attributes.integer("axis"));
    }

    private static boolean isCircular(Attributes attributes) {
        return switch (attributes.text("mode")) {
            case "linear" -> false;
            case "circular" -> true;
            default ->
                throw new AttributeException("mode must be linear or circular, not '" + attributes.text("mode") + "'");
        };
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape cache = call.shape(0);
        Shape update = call.shape(1);
        int axis = axis(call.attributes(), cache);
        isCircular(call.attributes());
        boolean fits = axis > 0 && cache.rank() == update.rank();
        for (int i = 0; fits && i < cache.rank(); i++) {
            Dim have = cache.dim(i);
            Dim given = update.dim(i);
            fits = !have.isKnown()
                    || !given.isKnown()
                    || (i == axis ? given.size() <= have.size() : given.equals(have));
        }
        if (!fits) {
            throw new ShapeException("update " + update + " must have the sizes of past_cache " + cache
                    + " but along the axis " + axis + ", which is not the first, where it may be shorter");
        }
        if (call.has(2) && !mayEqual(call.shape(2), cache.slice(0, 1))) {
            throw new ShapeException(
                    "write_indices " + call.shape(2) + " must hold a place for each entry of the batch of " + cache);
        }
        return List.of(call.input(0));
    }

    private static boolean mayEqual(Shape given, Shape wanted) {
        return !given.isStatic() || !wanted.isStatic() || given.equals(wanted);
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(TensorScatter::prepare);
    }

    private static Kernel prepare(Preparation call) {
        long[] sizes = call.input(0).shape().sizes();
        int axis = axis(call.attributes(), call.input(0).shape());
        boolean circular = isCircular(call.attributes());
        long places = sizes[axis];
        long count = call.input(1).shape().size(axis);
        long outer = Strides.product(sizes, 0, axis);
        long perEntry = Strides.product(sizes, 1, axis);
        long inner = Strides.product(sizes, axis + 1, sizes.length);
        Cells cells = Cells.of(call.input(0).dtype());
        return io -> {
            Tensor cache = io.output(0);
            cells.copy(io.input(0), 0, cache, 0, outer * places * inner);
            for (long row = 0; row < outer; row++) {
                long start = io.hasInput(2) ? io.input(2).getLong(row / perEntry) : 0;
                if (start < 0 || (!circular && start + count > places)) {
                    throw new ShapeException("an update of " + count + " places from place " + start
                            + " on does not fit into the " + places + " of the cache");
                }
                for (long i = 0; i < count; i++) {
                    long place = (start + i) % places;
                    cells.copy(io.input(1), (row * count + i) * inner, cache, (row * places + place) * inner, inner);
                }
            }
        };
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(List.of(Set.of(0, 1)), TensorScatter::back);
    }

    private static Value back(Formulas f, Point at, int k, List<Value> cotangents) {
        Value cotangent = cotangents.getFirst();
        if (k == 0) {
            Value zeros = f.zerosLike(at.input(1));
            return at.has(2)
                    ? f.op("TensorScatter", at.attributes(), cotangent, zeros, at.input(2))
                    : f.op("TensorScatter", at.attributes(), cotangent, zeros);
        }
        Attributes along = Attributes.of("axis", axis(at.attributes(), at.shape(0)));
        return f.op("GatherElements", along, cotangent, f.expandLike(places(f, at), at.input(1)));
    }

    /** Where each place of the update goes, in a shape that broadcasts to that of the update. */
    private static Value places(Formulas f, Point at) {
        int axis = axis(at.attributes(), at.shape(0));
        int rank = at.shape(0).rank();
        Value count = f.squeeze(f.sizeOf(at.input(1), axis), 0);
        Value steps = f.op("Range", f.scalar(DType.INT64, 0), count, f.scalar(DType.INT64, 1));
        long[] column = new long[rank];
        Arrays.fill(column, 1);
        column[axis] = -1;
        Value places = f.reshape(steps, column);
        if (at.has(2)) {
            long[] first = new long[rank];
            Arrays.fill(first, 1);
            first[0] = -1;
            places = f.add(places, f.reshape(at.input(2), first));
        }
        return isCircular(at.attributes()) ? f.op("Mod", places, f.sizeOf(at.input(0), axis)) : places;
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] cache = draw.shape(2, 4);
            int axis = draw.integer(1, cache.length - 1);
            long[] update = cache.clone();
            update[axis] = draw.integer(1, (int) cache[axis]);
            boolean circular = draw.chance(0.5);
            long limit = circular ? 2 * cache[axis] : cache[axis] - update[axis] + 1;
            return Domain.Sample.of(
                    Attributes.of("axis", axis).with("mode", circular ? "circular" : "linear"),
                    draw.tensor(cache, -2, 2),
                    draw.tensor(update, -2, 2),
                    draw.chance(0.3) ? null : draw.indices(new long[] {cache[0]}, 0, limit));
        });
    }
}
