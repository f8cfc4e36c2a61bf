package org.cotangent.ops.reduce;

import java.util.List;
import org.cotangent.ops.internal.reduce.Reduction;
import org.cotangent.ops.internal.reduce.ReductionKernel;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.ShapeInputs;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * The transpose of broadcasting: {@code X} summed over the axes along which a tensor of shape {@code shape} is repeated
 * to get the shape of {@code X}.
 *
 * <p>{@code shape} must broadcast to the shape of {@code X}. It is what {@code Expand} undoes, for shapes that are
 * known only when the graph runs; where they are known, ONNX's ReduceSum does the same.
 */
public final class SumTo extends OnnxOperator {
    public SumTo() {
        super(new OperatorId(OperatorId.COTANGENT, "SumTo", 1), ports(Types.numeric("T")));
    }

    private static Signature ports(TypeVariable t) {
        return Signature.builder()
                .input("X", t)
                .fixed("shape", Types.int64("tensor(int64)"))
                .output("Y", t)
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Shape target = target(call);
        Shape shape = call.shape(0);
        if (target.isRanked()
                && shape.isRanked()
                && !target.broadcast(shape).equals(shape)
                && target.isStatic()
                && shape.isStatic()) {
            throw new ShapeException("shape " + target + " does not broadcast to " + shape + ", so " + shape
                    + " cannot be summed to it");
        }
        return List.of(call.input(0).with(target));
    }

    private static Shape target(Inference call) {
        List<Dim> sizes = call.integers(1);
        if (sizes != null) {
            return Shape.of(sizes);
        }
        int rank = ShapeInputs.length(call, 1);
        return rank < 0 ? Shape.unranked() : ShapeInputs.fresh(call, rank);
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(SumTo::prepare, SumTo::expand);
    }

    /** Sums over the axes of target size 1, the missing leading ones among them. */
    private static List<Value> expand(Formulas f, Call call) {
        Value x = call.input(0);
        Value shape = call.input(1);
        long lead = x.shape().rank() - shape.shape().size(0);
        Value padded = lead == 0 ? shape : f.concat(0, List.of(f.constant(Tensor.full(DType.INT64, 1, lead)), shape));
        Value axes = f.reshape(f.op("NonZero", f.equal(padded, f.integers(1))), -1);
        Value sum = f.op("ReduceSum", Attributes.of("noop_with_empty_axes", 1), x, axes);
        return List.of(f.reshape(sum, shape));
    }

    private static Kernel prepare(Preparation call) {
        long[] from = call.input(0).shape().sizes();
        long[] to = call.output(0).shape().sizes();
        int lead = from.length - to.length;
        boolean[] reduced = new boolean[from.length];
        for (int axis = 0; axis < from.length; axis++) {
            reduced[axis] = axis < lead || to[axis - lead] != from[axis];
        }
        Reduction sum = Reduction.of(Reduction.Combine.SUM);
        return new ReductionKernel(sum, call.input(0).dtype(), from, reduced, call.parallel());
    }

    @Override
    public Derivative derivative() {
        return Derivative.linear((f, at, k, cotangents) -> f.expandLike(cotangents.getFirst(), at.input(0)));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 4);
            return Sample.of(draw.tensor(shape, -2, 2), Tensor.vector(draw.broadcastableTo(shape)));
        });
    }
}
