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
import org.cotangent.spi.tensor.TensorType;

/**
 * Products of rows of a table with values: {@code weights[p, k] = sum over c of table[indices[p, k], c] values[p, c]}.
 *
 * <p>Negative indices stand for rows of zeros; an index beyond the table is an error when the operator runs. Linear in
 * the table and in the values, with {@link WeightedScatter} and {@link WeightedGather} as transposes.
 */
public final class GatherDot extends OnnxOperator {
    public GatherDot() {
        super(new OperatorId(OperatorId.COTANGENT, "GatherDot", 1), signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return Signature.builder()
                .input("table", t)
                .fixed("indices", Types.int64("I"))
                .input("values", t)
                .output("weights", t)
                .build();
    }

    @Override
    public List<TensorType> infer(Inference call) {
        RowTaps.check(call, 1, 0, 2, 0);
        RowTaps.check(call, 0, 1, 2, 1);
        return List.of(call.input(0).with(call.shape(1)));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(
                call -> WeightedRows.dot(
                        call.input(0).dtype(),
                        call.parallel(),
                        call.input(0).shape(),
                        call.input(1).shape()),
                GatherDot::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value rows = RowTaps.rows(f, call.input(0), call.input(1));
        Value products = f.reduceSum(f.mul(rows, f.unsqueeze(call.input(2), 1)), false, 2);
        return List.of(RowTaps.present(f, call.input(1), products));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Linear(List.of(Set.of(0), Set.of(2)), GatherDot::transpose);
    }

    private static Value transpose(Formulas f, Point at, int k, List<Value> cotangents) {
        Value u = cotangents.getFirst();
        return k == 0
                ? f.own("WeightedScatter", Attributes.none(), at.input(2), at.input(1), u, f.sizeOf(at.input(0), 0))
                : f.own("WeightedGather", Attributes.none(), at.input(0), at.input(1), u);
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            RowTaps.Sample sample = RowTaps.Sample.draw(draw);
            return Domain.Sample.of(sample.table(), sample.indices(), sample.values());
        });
    }
}
