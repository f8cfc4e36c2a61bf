package org.cotangent.ops.nn;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.pooling.MaxPoolKernel;
import org.cotangent.ops.internal.pooling.Pooling;
import org.cotangent.ops.internal.support.OnnxOperator;
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
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * The largest element of every window over the spatial axes of [N, C, sizes...], and where it is.
 *
 * <p>Padding is never the largest. Of equal elements the first counts, for the indices and for the derivative, which
 * gives it everything. A window with a NaN gives NaN. Indices count the elements of the whole input, its spatial axes
 * in column-major order if {@code storage_order} is 1. ONNX MaxPool, version 22.
 */
public final class MaxPool extends OnnxOperator {
    public MaxPool() {
        super("MaxPool", 22, signatureOf());
    }

    private static Signature signatureOf() {
        EnumSet<DType> allowed = EnumSet.of(DType.INT8, DType.UINT8);
        allowed.addAll(DType.floating());
        TypeVariable t = TypeVariable.of("T", allowed);
        return Pooling.declare(Signature.builder()
                        .input("X", t)
                        .output("Y", t)
                        .optionalOutput("Indices", TypeVariable.of("I", DType.INT64)))
                .attribute("storage_order", 0)
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape y = Pooling.infer(call);
        return List.of(call.input(0).with(y), new TensorType(DType.INT64, y));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> new MaxPoolKernel(
                call,
                Pooling.windows(call.attributes(), call.input(0).shape()),
                call.attributes().flag("storage_order")));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Rules(MaxPool::jvp, MaxPool::vjp);
    }

    private static List<Tangent> jvp(Formulas f, Point at, List<Tangent> tangents) {
        return List.of(moved(f, "MaxPoolGather", at, tangents.getFirst()), Tangent.none());
    }

    private static List<Tangent> vjp(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted) {
        return List.of(moved(f, "MaxPoolScatter", at, cotangents.getFirst()));
    }

    private static Tangent moved(Formulas f, String type, Point at, Tangent tangent) {
        return tangent instanceof Tangent.Of(Value value)
                ? Tangent.of(f.own(type, at.attributes().without("storage_order"), at.input(0), value))
                : Tangent.zero();
    }

    @Override
    public Domain domain() {
        Tensor tied = Tensor.of(new double[] {3, 3}, 1, 1, 2);
        return Pooling.domain((draw, sizes) -> draw.distinct(sizes, 0.1))
                .withKinks(Domain.Kink.of(
                        Domain.Sample.of(Attributes.none().with("kernel_shape", new long[] {2}), tied),
                        Tensor.of(new double[] {1, 0}, 1, 1, 2)));
    }
}
