package org.cotangent.ops.array;

import java.util.List;
import org.cotangent.ops.internal.indexing.UniqueKernel;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
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
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * The different slices across {@code axis} (without it: the different elements), in ascending order or, with
 * {@code sorted = 0}, in that of their first occurrence; where each first occurs, which of them each slice of the input
 * is, and their counts; ONNX Unique, version 11.
 *
 * <p>NaN equals NaN and is larger than all numbers. The derivative is that of taking the first occurrences; where
 * elements are equal the number of results jumps and there is none.
 */
public final class Unique extends OnnxOperator {
    public Unique() {
        super(
                "Unique",
                11,
                Signature.builder()
                        .input("X", Types.classic("T"))
                        .output("Y", Types.classic("T"))
                        .optionalOutput("indices", Types.int64("I"))
                        .optionalOutput("inverse_indices", Types.int64("I"))
                        .optionalOutput("counts", Types.int64("I"))
                        .optionalInteger("axis")
                        .attribute("sorted", 1)
                        .build());
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape data = call.shape(0);
        Dim count = call.fresh("unique");
        boolean flat = !call.attributes().has("axis");
        int axis = flat ? -1 : data.axis(call.attributes().integer("axis"));
        TensorType perResult = new TensorType(DType.INT64, Shape.of(List.of(count)));
        Dim slices = flat ? data.elements() : data.dim(axis);
        return List.of(
                        call.input(0).with(flat ? Shape.of(List.of(count)) : data.with(axis, count)),
                        perResult,
                        new TensorType(DType.INT64, Shape.of(List.of(slices))),
                        perResult)
                .subList(0, call.outputCount());
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(Unique::prepare);
    }

    private static Kernel prepare(Preparation call) {
        Attributes attributes = call.attributes();
        int axis = attributes.has("axis") ? call.input(0).shape().axis(attributes.integer("axis")) : -1;
        return new UniqueKernel(axis, attributes.flag("sorted"));
    }

    @Override
    public Derivative derivative() {
        return Derivative.ofJvp(Unique::jvp);
    }

    private static List<Tangent> jvp(Formulas f, Point at, List<Tangent> tangents) {
        Tangent result = Tangent.zero();
        if (tangents.getFirst() instanceof Tangent.Of(Value tangent)) {
            boolean flat = !at.attributes().has("axis");
            Value x = flat ? f.reshape(tangent, -1) : tangent;
            Value taken =
                    f.gather(x, at.output(1), flat ? 0 : (int) at.attributes().integer("axis"));
            result = Tangent.of(f.reshapeLike(taken, at.output(0)));
        }
        return List.of(result, Tangent.none(), Tangent.none(), Tangent.none()).subList(0, at.outputCount());
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(1, 3);
            Attributes attributes = Attributes.of("sorted", draw.integer(0, 1));
            return Domain.Sample.of(
                            draw.chance(0.5) ? attributes : attributes.with("axis", draw.integer(0, shape.length - 1)),
                            draw.distinct(shape, 0.25))
                    .withOutputs(draw.integer(1, 4));
        });
    }
}
