package org.cotangent.ops.nn;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.cotangent.ops.internal.convolution.Windows;
import org.cotangent.ops.internal.pooling.Pooling;
import org.cotangent.ops.internal.pooling.PowerNorm;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/**
 * The p-norm {@code (sum of |x|^p)^(1/p)} of every window over the spatial axes of [N, C, sizes...]; padding is 0.
 *
 * <p>The derivative of the norm of zeros is taken to be 0. ONNX LpPool, version 22.
 */
public final class LpPool extends OnnxOperator {
    public LpPool() {
        super("LpPool", 22, signatureOf());
    }

    private static Signature signatureOf() {
        return Pooling.declare(Signatures.unary()).attribute("p", 2).build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        PowerNorm.exponent(call.attributes());
        return List.of(call.input(0).with(Pooling.infer(call)));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(LpPool::expand);
    }

    /** The sum over a window is a convolution of each channel with ones. */
    private static List<Value> expand(Formulas f, Call call) {
        Value x = call.input(0);
        long p = PowerNorm.exponent(call.attributes());
        Windows windows = Pooling.windows(call.attributes(), x.shape());
        long channels = x.shape().size(1);
        if (channels == 0) {
            long[] sizes = Pooling.result(x.shape(), windows).sizes();
            return List.of(f.expand(f.scalarLike(x, 0), sizes));
        }
        Value sum = f.op(
                "Conv",
                windows.convolution().with("group", channels),
                PowerNorm.power(f, x, p),
                Pooling.ones(f, x.dtype(), channels, windows));
        return List.of(PowerNorm.root(f, sum, p));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        Domain windows = Pooling.domain((draw, sizes) -> draw.away(sizes, -2, 2, 0.2, 0));
        Domain calls = (random, size) -> {
            Domain.Sample sample = windows.sample(random, size);
            Tensor x = Objects.requireNonNull(sample.inputs().getFirst());
            Windows drawn = Pooling.windows(sample.attributes(), x.shape());
            double fewest = Arrays.stream(drawn.tapsInside(new long[2 * drawn.rank()]))
                    .min()
                    .orElse(0);
            long p = fewest < 2 ? 1 : 1 + random.nextInt(3);
            return new Domain.Sample(sample.attributes().with("p", p), sample.inputs(), 1);
        };
        Attributes sums = Attributes.of("p", 1).with("kernel_shape", new long[] {2});
        Tensor zeros = Tensor.allocate(DType.DOUBLE, 1, 1, 2);
        return calls.withKinks(Domain.Kink.of(Domain.Sample.of(sums, zeros), zeros));
    }
}
