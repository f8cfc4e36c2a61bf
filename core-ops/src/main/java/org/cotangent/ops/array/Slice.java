package org.cotangent.ops.array;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cotangent.ops.internal.movement.Movement;
import org.cotangent.ops.internal.movement.SliceRange;
import org.cotangent.ops.internal.movement.StridedCopy;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Planned;
import org.cotangent.ops.internal.support.ShapeInputs;
import org.cotangent.ops.internal.support.Strides;
import org.cotangent.ops.internal.support.Types;
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
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * The elements {@code starts, starts + steps, ...} before {@code ends} along {@code axes}; ONNX Slice, version 13.
 *
 * <p>Negative starts and ends count from the back; both are clamped to the axis. Negative steps go backwards.
 */
public final class Slice extends OnnxOperator {
    public Slice() {
        super(
                "Slice",
                13,
                Signature.builder()
                        .input("data", Types.basic("T"))
                        .fixed("starts", Types.index("Tind"))
                        .fixed("ends", Types.index("Tind"))
                        .optionalFixed("axes", Types.index("Tind"))
                        .optionalFixed("steps", Types.index("Tind"))
                        .output("output", Types.basic("T"))
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape data = call.shape(0);
        List<Dim> starts = call.integers(1);
        List<Dim> ends = call.integers(2);
        int count = ShapeInputs.length(call, 1);
        long[] axes = call.has(3) ? ShapeInputs.numbers(call, 3) : count < 0 ? null : range(count);
        long[] steps = call.has(4) ? ShapeInputs.numbers(call, 4) : axes == null ? null : ones(axes.length);
        if (axes == null) {
            return List.of(call.input(0).with(ShapeInputs.fresh(call, data.rank())));
        }
        int[] sliced = ShapeInputs.axes(data, axes);
        checkLength("starts", sliced.length, starts == null ? sliced.length : starts.size());
        checkLength("ends", sliced.length, ends == null ? sliced.length : ends.size());
        checkLength("steps", sliced.length, steps == null ? sliced.length : steps.length);
        Shape shape = data;
        for (int i = 0; i < sliced.length; i++) {
            Dim length = starts == null || ends == null || steps == null
                    ? null
                    : SliceRange.length(data.dim(sliced[i]), starts.get(i), ends.get(i), steps[i]);
            shape = shape.with(sliced[i], length == null ? call.fresh("slice") : length);
        }
        List<Dim> elements = call.integers(0);
        if (elements != null && starts != null && ends != null && steps != null && sliced.length == 1) {
            known(call, elements, starts.getFirst(), ends.getFirst(), steps[0]);
        }
        return List.of(call.input(0).with(shape));
    }

    private static void checkLength(String name, int axes, int count) {
        if (count != axes) {
            throw new ShapeException(
                    "there are " + count + " " + name + " for " + axes + " axes; they must be equally many");
        }
    }

    private static void known(Inference call, List<Dim> elements, Dim start, Dim end, long step) {
        if (start.isKnown() && end.isKnown()) {
            SliceRange range = SliceRange.of(elements.size(), start.size(), end.size(), step);
            call.known(
                    0,
                    LongStream.range(0, range.length())
                            .mapToObj(i -> elements.get((int) (range.first() + i * range.step())))
                            .toList());
        }
    }

    private static long[] range(int count) {
        return LongStream.range(0, count).toArray();
    }

    private static long[] ones(int count) {
        long[] ones = new long[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** The ranges along all axes, from the elements of the inputs. */
    private static SliceRange[] ranges(long[] sizes, IntFunction<@Nullable Tensor> elements) {
        SliceRange[] ranges = new SliceRange[sizes.length];
        for (int axis = 0; axis < sizes.length; axis++) {
            ranges[axis] = new SliceRange(0, 1, sizes[axis]);
        }
        long[] starts = longs(elements.apply(1));
        long[] ends = longs(elements.apply(2));
        Tensor axes = elements.apply(3);
        Tensor steps = elements.apply(4);
        int[] sliced = ShapeInputs.axes(Shape.of(sizes), axes == null ? range(starts.length) : axes.toLongs());
        for (int i = 0; i < sliced.length; i++) {
            long step = steps == null ? 1 : steps.getLong(i);
            ranges[sliced[i]] = SliceRange.of(sizes[sliced[i]], starts[i], ends[i], step);
        }
        return ranges;
    }

    private static long[] longs(@Nullable Tensor tensor) {
        return Objects.requireNonNull(tensor).toLongs();
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> Planned.of(call, elements -> plan(call, elements), 1, 2, 3, 4));
    }

    private static Kernel plan(Preparation call, IntFunction<@Nullable Tensor> elements) {
        long[] from = call.input(0).shape().sizes();
        SliceRange[] ranges = ranges(from, elements);
        long[] strides = Strides.of(from);
        long[] to = new long[from.length];
        long offset = 0;
        for (int axis = 0; axis < from.length; axis++) {
            to[axis] = ranges[axis].length();
            offset += ranges[axis].first() * strides[axis];
            strides[axis] *= ranges[axis].step();
        }
        StridedCopy copy = new StridedCopy(call.input(0).dtype(), to, strides, offset, Strides.of(to), 0);
        return io -> copy.run(io.input(0), io.output(0), call.parallel());
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear(Slice::back);
    }

    private static Value back(Formulas f, Point at, int k, List<Value> cotangents) {
        Value cotangent = cotangents.getFirst();
        IntFunction<@Nullable Tensor> elements = i -> at.has(i) ? f.emitter().constantOf(at.input(i)) : null;
        boolean known = IntStream.range(1, 5).allMatch(i -> !at.has(i) || elements.apply(i) != null);
        if (known && at.shape(0).isStatic()) {
            return widened(f, ranges(at.shape(0).sizes(), elements), at.shape(0).sizes(), cotangent);
        }
        return Movement.transpose(f, at.input(0), x -> f.op("Slice", at.attributes(), with(at, x)), cotangent);
    }

    private static @Nullable Value[] with(Point at, Value data) {
        @Nullable Value[] inputs = at.inputs().toArray(new @Nullable Value[0]);
        inputs[0] = data;
        return inputs;
    }

    /** The cotangent with zeros around it, and between its elements where steps are longer than 1. */
    private static Value widened(Formulas f, SliceRange[] ranges, long[] sizes, Value cotangent) {
        int rank = sizes.length;
        long[] pads = new long[2 * rank];
        Value wide = cotangent;
        for (int axis = 0; axis < rank; axis++) {
            SliceRange range = ranges[axis];
            long first = range.first();
            if (range.step() < 0) {
                wide = f.op(
                        "Slice", wide, f.integers(-1), f.integers(Long.MIN_VALUE), f.integers(axis), f.integers(-1));
                first += (range.length() - 1) * range.step();
            }
            long step = Math.abs(range.step());
            if (step > 1) {
                wide = f.unsqueeze(wide, axis + 1);
                wide = f.op("Pad", wide, f.integers(0, step - 1), null, f.integers(axis + 1));
                wide = f.reshape(wide, wide.shape().without(axis + 1).with(axis, Dim.of(range.length() * step)));
            }
            pads[axis] = first;
            pads[axis + rank] = sizes[axis] - first - range.length() * step;
        }
        return Arrays.stream(pads).allMatch(pad -> pad == 0) ? wide : f.op("Pad", wide, f.integers(pads));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 4);
            int[] axes = draw.axes(shape.length);
            long[] starts = new long[axes.length];
            long[] ends = new long[axes.length];
            long[] steps = new long[axes.length];
            for (int i = 0; i < axes.length; i++) {
                int size = (int) shape[axes[i]];
                steps[i] = draw.pick(1L, 1L, 2L, 3L, -1L, -2L);
                int low = draw.integer(0, size - 1);
                int high = draw.integer(low, size - 1);
                starts[i] = (steps[i] > 0 ? low : high) - (draw.chance(0.3) ? size : 0L);
                ends[i] = steps[i] > 0 ? high + 1L : low - 1L - size;
            }
            return Domain.Sample.of(
                    Attributes.none(),
                    draw.tensor(shape, -2, 2),
                    Tensor.vector(starts),
                    Tensor.vector(ends),
                    Tensor.vector(Arrays.stream(axes).asLongStream().toArray()),
                    Tensor.vector(steps));
        });
    }
}
