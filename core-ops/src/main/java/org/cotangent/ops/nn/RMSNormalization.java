package org.cotangent.ops.nn;

import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.normalization.NormalizationShapes;
import org.cotangent.ops.internal.normalization.RowNormalization;
import org.cotangent.ops.internal.normalization.Standardization;
import org.cotangent.ops.internal.normalization.StandardizationRule;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Call;
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
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * {@code Y = X / sqrt(mean(X X) + epsilon) * scale}, with the mean over the axes from {@code axis} on.
 *
 * <p>The scale broadcasts to X, and gives Y its element type. Computed in float64 and rounded once. ONNX
 * RMSNormalization, version 23.
 */
public final class RMSNormalization extends OnnxOperator {
    private static final int INVERSE = 1;

    public RMSNormalization() {
        super("RMSNormalization", 23, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable v = TypeVariable.of("V", DType.floating());
        return Signature.builder()
                .input("X", TypeVariable.of("T", DType.floating()))
                .parameter("scale", v)
                .output("Y", v)
                .residual("inverse", TypeVariable.of("computed", DType.FLOAT, DType.DOUBLE))
                .attribute("axis", -1)
                .attribute("epsilon", 1e-5f)
                .attribute("stash_type", 1)
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        int axis = NormalizationShapes.axis(call);
        return List.of(
                call.input(0).with(call.dtype(1)),
                new TensorType(
                        Standardization.computed(call.dtype(0)), NormalizationShapes.reduced(call.shape(0), axis)));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(
                call -> new RowNormalization(call, NormalizationShapes.layout(call, false, -1, INVERSE)),
                RMSNormalization::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        DType computed = Standardization.computed(call.dtype(0));
        Value x = f.cast(call.input(0), computed);
        long[] axes = NormalizationShapes.axes(call.attributes(), x.shape());
        Standardization standard =
                Standardization.of(f, x, false, axes, call.attributes().real("epsilon"));
        Value y = f.mul(standard.normalized(), f.cast(call.input(1), computed));
        return List.of(f.cast(y, call.dtype(1)), standard.inverse()).subList(0, call.outputCount());
    }

    @Override
    public Derivative derivative() {
        return Derivative.ofVjp(RMSNormalization::vjp);
    }

    private static List<Tangent> vjp(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted) {
        List<Tangent> fused = StandardizationRule.vjp(
                f,
                at,
                wanted,
                cotangents.getFirst(),
                cotangents.subList(1, cotangents.size()),
                () -> at.output(INVERSE),
                null);
        if (fused != null) {
            return fused;
        }
        Tangent ofInverse = cotangents.size() > INVERSE ? cotangents.get(INVERSE) : Tangent.zero();
        return Standardization.cotangents(
                f, at, wanted, cotangents.getFirst(), Tangent.zero(), ofInverse, () -> standardization(f, at));
    }

    private static Standardization standardization(Formulas f, Point at) {
        Value inverse = at.output(INVERSE);
        Value x = f.cast(at.input(0), Standardization.computed(at.dtype(0)));
        long[] axes = NormalizationShapes.axes(at.attributes(), x.shape());
        return new Standardization(f.mul(x, inverse), inverse, false, axes);
    }

    @Override
    public Domain domain() {
        return NormalizationShapes.domain(false);
    }
}
