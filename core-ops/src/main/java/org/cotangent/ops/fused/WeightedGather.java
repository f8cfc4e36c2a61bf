package org.cotangent.ops.fused;

import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.indexing.RowTaps;
import org.cotangent.ops.internal.indexing.WeightedRows;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;

/**
 * Weighted sums of rows of a table: {@code values[p, c] = sum over k of weights[p, k] table[indices[p, k], c]}.
 *
 * <p>Negative indices stand for rows of zeros; an index beyond the table is an error when the operator runs. Linear in
 * the table and in the weights, with {@link WeightedScatter} and {@link GatherDot} as transposes. Images are
 * interpolated by it.
 */
public final class WeightedGather extends OnnxOperator {
    public WeightedGather() {
        super(new OperatorId(OperatorId.COTANGENT, "WeightedGather", 1), signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return Signature.builder()
                .input("table", t)
                .fixed("indices", Types.int64("I"))
                .input("weights", t)
                .output("values", t)
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        RowTaps.check(call, 1, 0, 2, 0);
        RowTaps.check(call, 1, 1, 2, 1);
        RowTaps.check(call, 0, 0, 0, 0);
        Dim points = call.shape(1).dim(0);
        return List.of(call.input(0).with(Shape.of(List.of(points, call.shape(0).dim(1)))));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(
                call -> WeightedRows.gather(
                        call.input(0).dtype(),
                        call.parallel(),
                        call.input(0).shape(),
                        call.input(1).shape()),
                WeightedGather::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value rows = RowTaps.rows(f, call.input(0), call.input(1));
        Value weights = f.unsqueeze(RowTaps.present(f, call.input(1), call.input(2)), 2);
        return List.of(f.reduceSum(f.mul(rows, weights), false, 1));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(List.of(Set.of(0), Set.of(2)), WeightedGather::transpose);
    }

    private static Value transpose(Formulas f, Point at, int k, List<Value> cotangents) {
        Value u = cotangents.getFirst();
        return k == 0
                ? f.own("WeightedScatter", Attributes.none(), u, at.input(1), at.input(2), f.sizeOf(at.input(0), 0))
                : f.own("GatherDot", Attributes.none(), at.input(0), at.input(1), u);
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            RowTaps.Sample sample = RowTaps.Sample.draw(draw);
            return Domain.Sample.of(sample.table(), sample.indices(), sample.weights());
        });
    }
}
