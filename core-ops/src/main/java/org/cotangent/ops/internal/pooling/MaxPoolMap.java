package org.cotangent.ops.internal.pooling;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.cotangent.ops.internal.convolution.Windows;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Draw;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Point;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/**
 * The Jacobian of MaxPool at input 0, or its transpose, applied to input 1. It does not change where input 0 changes
 * but little, so the derivative has the same form.
 */
public abstract class MaxPoolMap extends OnnxOperator {
    private final String transposed;

    /** @param transposed the operator that is the transpose of this one */
    protected MaxPoolMap(String type, String transposed, String input, String output) {
        super(new OperatorId(OperatorId.COTANGENT, type, 1), signatureOf(input, output));
        this.transposed = transposed;
    }

    private static Signature signatureOf(String input, String output) {
        TypeVariable t = TypeVariable.of("T", DType.floating());
        return Pooling.declare(Signature.builder().input("X", t).input(input, t).output(output, t))
                .build();
    }

    @Override
    public final Derivative derivative() {
        return new Derivative.Rules(this::jvp, this::vjp);
    }

    private List<Tangent> jvp(Formulas f, Point at, List<Tangent> tangents) {
        return List.of(moved(f, id().type(), at, tangents.get(1)));
    }

    private List<Tangent> vjp(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted) {
        Tangent moved = wanted.contains(1) ? moved(f, transposed, at, cotangents.getFirst()) : Tangent.zero();
        return List.of(Tangent.zero(), moved);
    }

    private static Tangent moved(Formulas f, String type, Point at, Tangent tangent) {
        return tangent instanceof Tangent.Of(Value value)
                ? Tangent.of(f.own(type, at.attributes(), at.input(0), value))
                : Tangent.zero();
    }

    /** {@return for each window the place of its largest element among all elements} */
    protected static Value places(Formulas f, Call call) {
        return f.call("", "MaxPool", call.attributes(), 2, call.input(0)).get(1);
    }

    /** {@return one number per window, zero in place of those of windows that are all padding} */
    protected static Value withoutPadding(Formulas f, Call call, Value perWindow) {
        Shape x = call.shape(0);
        if (!x.isStatic()) {
            return perWindow;
        }
        Windows windows = Pooling.windows(call.attributes(), x);
        double[] taps = windows.tapsInside(new long[2 * windows.rank()]);
        boolean[] inside = new boolean[taps.length];
        boolean all = true;
        for (int i = 0; i < taps.length; i++) {
            inside[i] = taps[i] > 0;
            all &= inside[i];
        }
        return all
                ? perWindow
                : f.where(f.constant(Tensor.of(inside, windows.counts())), perWindow, f.scalarLike(perWindow, 0));
    }

    @Override
    public final Domain domain() {
        Domain windows = Pooling.domain((draw, sizes) -> draw.distinct(sizes, 0.1));
        Domain calls = (random, size) -> {
            Domain.Sample sample = windows.sample(random, size);
            Attributes attributes = sample.attributes();
            Tensor x = Objects.requireNonNull(sample.inputs().getFirst());
            long[] sizes = moved(attributes, x.shape()).sizes();
            return Domain.Sample.of(attributes, x, new Draw(random, size).tensor(sizes, -2, 2));
        };
        return calls.withKinks(kink());
    }

    private Domain.Kink kink() {
        Attributes attributes = Attributes.of("kernel_shape", new long[] {2});
        Tensor tied = Tensor.of(new double[] {3, 3}, 1, 1, 2);
        Tensor none = Tensor.of(new double[] {0, 0}, 1, 1, 2);
        Tensor first = moved(attributes, tied.shape()).size(2) == 1
                ? Tensor.of(new double[] {1}, 1, 1, 1)
                : Tensor.of(new double[] {1, 0}, 1, 1, 2);
        return Domain.Kink.of(Domain.Sample.of(attributes, tied, first), none, first);
    }

    /** {@return the shape of input 1, for an input 0 of this shape} */
    protected abstract Shape moved(Attributes attributes, Shape x);
}
