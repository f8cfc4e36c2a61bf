package org.cotangent.ops.array;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.LongStream;
import org.cotangent.ops.internal.movement.Movement;
import org.cotangent.ops.internal.movement.PadKernel;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Planned;
import org.cotangent.ops.internal.support.ShapeInputs;
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
 * The tensor with elements put around it, or, where pads are negative, taken from its borders; ONNX Pad, version 25.
 *
 * <p>The new elements are {@code constant_value} ({@code constant}), the nearest one ({@code edge}), or those of the
 * tensor mirrored at its border elements ({@code reflect}) or repeated ({@code wrap}), as often as it takes.
 */
public final class Pad extends OnnxOperator {
    public Pad() {
        super(
                "Pad",
                25,
                Signature.builder()
                        .input("data", Types.any("T"))
                        .fixed("pads", Types.int64("S"))
                        .optional("constant_value", Types.any("T"))
                        .optionalFixed("axes", Types.index("Tind"))
                        .output("output", Types.any("T"))
                        .attribute("mode", "constant")
                        .build());
    }

    private static boolean isConstant(Attributes attributes) {
        return attributes.text("mode").equals("constant");
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape data = call.shape(0);
        List<Dim> pads = call.integers(1);
        long[] given = call.has(3)
                ? ShapeInputs.numbers(call, 3)
                : LongStream.range(0, data.rank()).toArray();
        if (pads == null || given == null) {
            return List.of(call.input(0).with(ShapeInputs.fresh(call, data.rank())));
        }
        int[] axes = ShapeInputs.axes(data, given);
        if (pads.size() != 2 * axes.length) {
            throw new ShapeException("pads " + pads + " must hold two numbers for each of " + axes.length + " axes");
        }
        Shape shape = data;
        for (int i = 0; i < axes.length; i++) {
            Dim size = data.dim(axes[i]).plus(pads.get(i)).plus(pads.get(i + axes.length));
            if (size.isKnown() && size.size() < 0) {
                throw new ShapeException(
                        "pads " + pads + " take more from axis " + axes[i] + " of " + data + " than it has");
            }
            shape = shape.with(axes[i], size);
        }
        return List.of(call.input(0).with(shape));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> Planned.of(call, elements -> plan(call, elements), 1, 3));
    }

    private static Kernel plan(Preparation call, IntFunction<@Nullable Tensor> elements) {
        Shape shape = call.input(0).shape();
        Tensor pads = Objects.requireNonNull(elements.apply(1));
        Tensor given = elements.apply(3);
        int[] axes = ShapeInputs.axes(
                shape, given == null ? LongStream.range(0, shape.rank()).toArray() : given.toLongs());
        long[] begins = new long[shape.rank()];
        long[] ends = new long[shape.rank()];
        for (int i = 0; i < axes.length; i++) {
            begins[axes[i]] = pads.getLong(i);
            ends[axes[i]] = pads.getLong(i + axes.length);
        }
        PadKernel kernel =
                new PadKernel(call.input(0).dtype(), call.attributes().text("mode"), shape.sizes(), begins, ends);
        Tensor zero = Tensor.allocate(call.input(0).dtype());
        return io -> kernel.run(io.input(0), io.hasInput(2) ? io.input(2) : zero, io.output(0), call.parallel());
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(List.of(Set.of(0, 2)), Pad::back);
    }

    private static Value back(Formulas f, Point at, int k, List<Value> cotangents) {
        Value cotangent = cotangents.getFirst();
        @Nullable Value axes = at.has(3) ? at.input(3) : null;
        if (k == 2) {
            Value constant = at.input(2);
            if (!isConstant(at.attributes())) {
                return f.zerosLike(constant);
            }
            Value one = f.scalarLike(constant, 1);
            Value border = f.op("Pad", at.attributes(), f.zerosLike(at.input(0)), at.input(1), one, axes);
            return f.reshapeLike(f.reduceSum(f.mul(border, cotangent), false), constant);
        }
        if (isConstant(at.attributes())) {
            return f.op("Pad", at.attributes(), cotangent, negative(f, at.input(1)), null, axes);
        }
        return Movement.transpose(
                f, at.input(0), x -> f.op("Pad", at.attributes(), x, at.input(1), null, axes), cotangent);
    }

    private static Value negative(Formulas f, Value pads) {
        Tensor known = f.emitter().constantOf(pads);
        return known == null
                ? f.neg(pads)
                : f.integers(Arrays.stream(known.toLongs()).map(pad -> -pad).toArray());
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 4);
            String mode = draw.pick("constant", "constant", "edge", "reflect", "wrap");
            int[] axes = draw.axes(shape.length);
            long[] pads = new long[2 * axes.length];
            for (int i = 0; i < axes.length; i++) {
                int size = (int) shape[axes[i]];
                pads[i] = draw.integer(-(size - 1) / 2, 3);
                pads[i + axes.length] = draw.integer(-(size - 1) / 2, 3);
            }
            boolean constant = mode.equals("constant") && draw.chance(0.7);
            return Domain.Sample.of(
                    Attributes.of("mode", mode),
                    draw.tensor(shape, -2, 2),
                    Tensor.vector(pads),
                    constant ? draw.tensor(new long[0], -2, 2) : null,
                    Tensor.vector(Arrays.stream(axes).asLongStream().toArray()));
        });
    }
}
