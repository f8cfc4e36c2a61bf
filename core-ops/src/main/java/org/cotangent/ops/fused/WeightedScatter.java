package org.cotangent.ops.fused;

import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.indexing.RowTaps;
import org.cotangent.ops.internal.indexing.WeightedRows;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Types;
import org.cotangent.spi.ShapeException;
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
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * Values added up in the rows of a table: {@code table[r, c] = sum over p, k with indices[p, k] = r of weights[p, k]
 * values[p, c]}, for as many rows as {@code rows} says.
 *
 * <p>Negative indices are left out; an index beyond the table is an error when the operator runs. Linear in the values
 * and in the weights, with {@link WeightedGather} and {@link GatherDot} as transposes.
 */
public final class WeightedScatter extends OnnxOperator {
    public WeightedScatter() {
        super(new OperatorId(OperatorId.COTANGENT, "WeightedScatter", 1), signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return Signature.builder()
                .input("values", t)
                .fixed("indices", Types.int64("I"))
                .input("weights", t)
                .fixed("rows", Types.int64("I"))
                .output("table", t)
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        RowTaps.check(call, 0, 0, 1, 0);
        RowTaps.check(call, 1, 0, 2, 0);
        RowTaps.check(call, 1, 1, 2, 1);
        List<Dim> rows = call.integers(3);
        if (rows != null
                && (rows.size() != 1
                        || (rows.getFirst().isKnown() && rows.getFirst().size() < 0))) {
            throw new ShapeException("rows must be one number, not negative, not " + rows);
        }
        Dim count = rows == null ? call.fresh("rows") : rows.getFirst();
        return List.of(call.input(0).with(Shape.of(List.of(count, call.shape(0).dim(1)))));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(
                call -> WeightedRows.scatter(
                        call.input(0).dtype(),
                        call.parallel(),
                        call.output(0).shape(),
                        call.input(1).shape()),
                WeightedScatter::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value values = call.input(0);
        Value weights = f.unsqueeze(RowTaps.present(f, call.input(1), call.input(2)), 2);
        Value sizes = f.concat(0, List.of(call.input(3), f.sizeOf(values, 1)));
        Value zeros = f.op("Expand", f.scalarLike(values, 0), sizes);
        return List.of(RowTaps.addRows(f, zeros, call.input(1), f.mul(f.unsqueeze(values, 1), weights)));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(List.of(Set.of(0), Set.of(2)), WeightedScatter::transpose);
    }

    private static Value transpose(Formulas f, Point at, int k, List<Value> cotangents) {
        Value u = cotangents.getFirst();
        return k == 0
                ? f.own("WeightedGather", Attributes.none(), u, at.input(1), at.input(2))
                : f.own("GatherDot", Attributes.none(), u, at.input(1), at.input(0));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            RowTaps.Sample sample = RowTaps.Sample.draw(draw);
            return Domain.Sample.of(
                    sample.values(),
                    sample.indices(),
                    sample.weights(),
                    Tensor.vector(sample.table().size(0)));
        });
    }
}
