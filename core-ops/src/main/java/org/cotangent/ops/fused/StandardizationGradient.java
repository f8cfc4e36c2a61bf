package org.cotangent.ops.fused;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.cotangent.ops.internal.normalization.NormalizationShapes;
import org.cotangent.ops.internal.normalization.Standardization;
import org.cotangent.ops.internal.support.ExpectedShape;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * The gradient of {@code Y = scale s} with {@code s = (X - mean) r}, where mean and {@code r = 1 / sqrt(variance +
 * epsilon)} of the axes from {@code axis} on are given: {@code dX = r (g - avg(g) - s avg(g s))} with {@code g = scale
 * dY}, and dScale, the sum of {@code dY s} over the axes before.
 *
 * <p>Without mean, as in RMSNormalization, mean and {@code avg(g)} are 0. The shape of the scale is that of X from the
 * axis on. Means and inverses have the shape of X with these axes of size 1; they count as values of their own, so the
 * derivative, which is that of the formula, does not follow them to X.
 */
public final class StandardizationGradient extends OnnxOperator {
    private static final int INVERSE = 3;
    private static final int MEAN = 4;

    public StandardizationGradient() {
        super(new OperatorId(OperatorId.COTANGENT, "StandardizationGradient", 1), signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", DType.FLOAT, DType.DOUBLE);
        return Signature.builder()
                .input("X", t)
                .parameter("scale", t)
                .input("dY", t)
                .input("inverse", t)
                .optional("mean", t)
                .output("dX", t)
                .optionalOutput("dScale", t)
                .attribute("axis", -1)
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape x = call.shape(0);
        int axis = x.axis(call.attributes().integer("axis"));
        expect(call, 1, x.slice(axis, x.rank()));
        expect(call, 2, x);
        expect(call, INVERSE, NormalizationShapes.reduced(x, axis));
        if (call.has(MEAN)) {
            expect(call, MEAN, NormalizationShapes.reduced(x, axis));
        }
        return List.of(call.input(0), call.input(1));
    }

    private static void expect(Inference call, int input, Shape expected) {
        ExpectedShape.check(input, call.shape(input), expected);
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(StandardizationGradient::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value x = call.input(0);
        Value inverse = call.input(INVERSE);
        Value centred = call.has(MEAN) ? f.sub(x, call.input(MEAN)) : x;
        long[] axes = NormalizationShapes.axes(call.attributes(), x.shape());
        Standardization standard = new Standardization(f.mul(centred, inverse), inverse, call.has(MEAN), axes);
        List<Value> results = new ArrayList<>();
        results.add(standard.pull(f, f.mul(call.input(2), call.input(1))));
        if (call.outputCount() > 1) {
            Value products = f.mul(call.input(2), standard.normalized());
            long[] before = LongStream.range(0, x.shape().rank() - axes.length).toArray();
            results.add(before.length == 0 ? products : f.reduceSum(products, false, before));
        }
        return results;
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long[] x = draw.shape(1, 3);
            int axis = draw.integer(0, x.length - 1);
            long[] reduced = x.clone();
            Arrays.fill(reduced, axis, x.length, 1);
            @Nullable Tensor mean = draw.chance(0.5) ? draw.tensor(reduced, -1, 1) : null;
            return new Domain.Sample(
                    Attributes.of("axis", draw.chance(0.5) ? axis : axis - x.length),
                    Arrays.asList(
                            draw.tensor(x, -2, 2),
                            draw.tensor(Arrays.copyOfRange(x, axis, x.length), -2, 2),
                            draw.tensor(x, -1, 1),
                            draw.tensor(reduced, 0.3, 2),
                            mean),
                    draw.integer(1, 2));
        });
    }
}
