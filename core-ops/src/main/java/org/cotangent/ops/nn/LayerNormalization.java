package org.cotangent.ops.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.normalization.NormalizationShapes;
import org.cotangent.ops.internal.normalization.RowNormalization;
import org.cotangent.ops.internal.normalization.Standardization;
import org.cotangent.ops.internal.normalization.StandardizationRule;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
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
 * {@code Y = (X - mean) / sqrt(variance + epsilon) * Scale + B}, with mean and variance over the axes from {@code axis}
 * on.
 *
 * <p>Scale and B broadcast to X. Mean and InvStdDev, {@code 1 / sqrt(variance + epsilon)}, have the shape of X with
 * those axes of size 1; their type is that of {@code stash_type}, float32 or bfloat16. Computed in float64 and rounded
 * once. ONNX LayerNormalization, version 17.
 */
public final class LayerNormalization extends OnnxOperator {
    public LayerNormalization() {
        super("LayerNormalization", 17, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        TypeVariable u = TypeVariable.of("U", DType.FLOAT, DType.BFLOAT16);
        return Signature.builder()
                .input("X", t)
                .parameter("Scale", t)
                .optionalParameter("B", t)
                .output("Y", t)
                .optionalOutput("Mean", u)
                .optionalOutput("InvStdDev", u)
                .attribute("axis", -1)
                .attribute("epsilon", 1e-5f)
                .attribute("stash_type", 1)
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        int axis = NormalizationShapes.axis(call);
        TensorType statistics =
                new TensorType(call.attributes().dtype("stash_type"), NormalizationShapes.reduced(call.shape(0), axis));
        return List.of(call.input(0), statistics, statistics);
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(LayerNormalization::prepare, LayerNormalization::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value x = f.cast(call.input(0), Standardization.computed(call.dtype(0)));
        long[] axes = NormalizationShapes.axes(call.attributes(), x.shape());
        Value mean = f.reduceMean(x, true, axes);
        Standardization standard = Standardization.of(
                f, f.sub(x, mean), true, axes, call.attributes().real("epsilon"));
        Value scaled = f.mul(standard.normalized(), f.cast(call.input(1), x.dtype()));
        Value y = call.has(2) ? f.add(scaled, f.cast(call.input(2), x.dtype())) : scaled;
        DType stash = call.attributes().dtype("stash_type");
        return List.of(f.cast(y, call.dtype(0)), f.cast(mean, stash), f.cast(standard.inverse(), stash));
    }

    private static Kernel prepare(Preparation call) {
        return new RowNormalization(call, NormalizationShapes.layout(call, true, 1, 2));
    }

    @Override
    public Derivative derivative() {
        return Derivative.ofVjp(LayerNormalization::vjp);
    }

    private static List<Tangent> vjp(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted) {
        boolean stashed = at.attributes().dtype("stash_type") == DType.FLOAT;
        List<Tangent> fused = stashed
                ? StandardizationRule.vjp(
                        f,
                        at,
                        wanted,
                        cotangents.getFirst(),
                        cotangents.subList(1, cotangents.size()),
                        () -> at.output(2),
                        () -> at.output(1))
                : null;
        List<Tangent> result = new ArrayList<>(
                fused != null
                        ? fused
                        : Standardization.cotangents(
                                f,
                                at,
                                wanted,
                                cotangents.getFirst(),
                                cotangent(cotangents, 1),
                                cotangent(cotangents, 2),
                                () -> standardization(f, at, Standardization.computed(at.dtype(0)))));
        if (at.inputs().size() > 2) {
            result.add(at.has(2) ? cotangents.getFirst() : Tangent.none());
        }
        return result;
    }

    private static Tangent cotangent(List<Tangent> cotangents, int output) {
        return output < cotangents.size() ? cotangents.get(output) : Tangent.zero();
    }

    /** The stashed statistics are float32: float64 computes its own. */
    private static Standardization standardization(Formulas f, Point at, DType computed) {
        Value x = f.cast(at.input(0), computed);
        long[] axes = NormalizationShapes.axes(at.attributes(), x.shape());
        if (computed == DType.DOUBLE) {
            Value centred = f.sub(x, f.reduceMean(x, true, axes));
            return Standardization.of(f, centred, true, axes, at.attributes().real("epsilon"));
        }
        Value inverse = f.cast(at.output(2), computed);
        Value centred = f.sub(x, f.cast(at.output(1), computed));
        return new Standardization(f.mul(centred, inverse), inverse, true, axes);
    }

    @Override
    public Domain domain() {
        return NormalizationShapes.domain(true);
    }
}
