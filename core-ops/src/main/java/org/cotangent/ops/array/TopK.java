package org.cotangent.ops.array;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.indexing.TopKKernel;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Kink;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * The {@code K} largest (or smallest) elements along {@code axis}, best first, and their indices; ONNX TopK, version
 * 24.
 *
 * <p>Of equal elements the one of lower index comes first; NaN counts as larger than all numbers. The derivative of the
 * values is that of gathering at the indices, which are held; where elements are equal it is that of the chosen ones.
 */
public final class TopK extends OnnxOperator {
    public TopK() {
        super(
                "TopK",
                24,
                Signature.builder()
                        .input("X", Types.numeric("T"))
                        .fixed("K", Types.int64("I"))
                        .output("Values", Types.numeric("T"))
                        .output("Indices", Types.int64("I"))
                        .attribute("axis", -1)
                        .attribute("largest", 1)
                        .attribute("sorted", 1)
                        .build());
    }

    private static int axis(Attributes attributes, Shape shape) {
        return shape.axis(attributes.integer("axis"));
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape data = call.shape(0);
        int axis = axis(call.attributes(), data);
        List<Dim> given = call.integers(1);
        Dim k = given == null || given.size() != 1 ? call.fresh("k") : given.getFirst();
        Dim size = data.dim(axis);
        if (k.isKnown() && (k.size() < 0 || (size.isKnown() && k.size() > size.size()))) {
            throw new ShapeException(
                    "K " + k + " must be from 0 to the size " + size + " of axis " + axis + " of " + data);
        }
        Shape shape = data.with(axis, k);
        return List.of(call.input(0).with(shape), new TensorType(DType.INT64, shape))
                .subList(0, call.outputCount());
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(TopK::prepare);
    }

    private static Kernel prepare(Preparation call) {
        int axis = axis(call.attributes(), call.input(0).shape());
        return new TopKKernel(call, axis, call.attributes().flag("largest"));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Rules(TopK::jvp, TopK::vjp);
    }

    private static Attributes alongAxis(Point at) {
        return Attributes.of("axis", at.attributes().integer("axis"));
    }

    private static List<Tangent> jvp(Formulas f, Point at, List<Tangent> tangents) {
        List<Tangent> result = new ArrayList<>(Collections.nCopies(at.outputCount(), Tangent.none()));
        result.set(0, Tangent.zero());
        if (tangents.getFirst() instanceof Tangent.Of(Value tangent)) {
            result.set(0, Tangent.of(f.op("GatherElements", alongAxis(at), tangent, at.output(1))));
        }
        return result;
    }

    private static List<Tangent> vjp(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted) {
        if (wanted.contains(0) && cotangents.getFirst() instanceof Tangent.Of(Value cotangent)) {
            Value zeros = f.zerosLike(at.input(0));
            return List.of(
                    Tangent.of(f.op("ScatterElements", alongAxis(at), zeros, at.output(1), cotangent)), Tangent.none());
        }
        return List.of(Tangent.zero(), Tangent.none());
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
                    long[] shape = draw.shape(1, 4);
                    int axis = draw.integer(0, shape.length - 1);
                    Attributes attributes = Attributes.of("axis", draw.chance(0.5) ? axis : axis - shape.length)
                            .with("largest", draw.integer(0, 1));
                    Tensor k = Tensor.vector((long) draw.integer(1, (int) shape[axis]));
                    return Domain.Sample.of(attributes, draw.distinct(shape, 0.25), k)
                            .withOutputs(2);
                })
                .withKinks(Kink.of(
                        Domain.Sample.of(Tensor.vector(3.0, 3.0), Tensor.vector(1L))
                                .withOutputs(2),
                        Tensor.vector(1.0, 0.0)));
    }
}
