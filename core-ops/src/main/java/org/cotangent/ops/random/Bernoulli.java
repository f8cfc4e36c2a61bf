package org.cotangent.ops.random;

import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.random.Distribution;
import org.cotangent.ops.internal.random.RandomKernel;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.ValueType;

/**
 * 1 with the probability that the input holds, else 0, for each element; of type {@code dtype}, or that of the input.
 * Probabilities below 0 count as 0, above 1 as 1. ONNX Bernoulli, version 22.
 *
 * <p>The derivative is zero: for given random numbers the output is constant between its jumps.
 */
public final class Bernoulli extends OnnxOperator {
    private static final Set<DType> RESULTS = results();

    public Bernoulli() {
        super(
                "Bernoulli",
                22,
                Signature.builder()
                        .input("input", TypeVariable.of("T1", DType.floating()))
                        .output("output", TypeVariable.of("T2", RESULTS))
                        .optionalInteger("dtype")
                        .optionalAttribute("seed", new Attribute.OfFloat(0))
                        .random()
                        .build());
    }

    private static Set<DType> results() {
        Set<DType> types = DType.numeric();
        types.add(DType.BOOL);
        return Set.copyOf(types);
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Attributes attributes = call.attributes();
        DType dtype = attributes.has("dtype") ? attributes.dtype("dtype") : call.dtype(0);
        if (!RESULTS.contains(dtype)) {
            throw new TypeException(
                    "zeros and ones of type " + dtype + " are not to be had: choose a number type or BOOL");
        }
        return List.of(call.input(0).with(dtype));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(call -> new RandomKernel(call, Distribution.bernoulli()), Bernoulli::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Attributes attributes = call.attributes();
        Attributes uniform = attributes.with("dtype", (long) DType.DOUBLE.code());
        Value numbers = f.op("RandomUniformLike", uniform, call.input(0));
        Value chosen = f.less(numbers, f.cast(call.input(0), DType.DOUBLE));
        return List.of(f.cast(chosen, attributes.has("dtype") ? attributes.dtype("dtype") : call.dtype(0)));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("for given random numbers it is constant between its jumps");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> Domain.Sample.of(
                Attributes.none().with("seed", (float) draw.integer(0, 9)), draw.tensor(draw.shape(0, 4), 0, 1)));
    }
}
