package org.cotangent.ops.quant;

import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.quant.Quantized;
import org.cotangent.ops.internal.quant.QuantizedSamples;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.graph.Value;
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
import org.cotangent.spi.tensor.TensorType;

/**
 * The real numbers that codes stand for: {@code y = (x - x_zero_point) * x_scale}.
 *
 * <p>Scales and zero points are one per tensor, per index of {@code axis}, or per block of {@code block_size} along it.
 * The product is computed in float32 (float64 where a type is float64) and rounded once, to {@code output_dtype} or
 * else the type of x_scale. Linear in x_scale; x has no tangent space. ONNX DequantizeLinear, version 25.
 */
public final class DequantizeLinear extends OnnxOperator {
    public DequantizeLinear() {
        super("DequantizeLinear", 25, signatureOf());
    }

    private static Signature signatureOf() {
        Set<DType> codes = Quantized.codes();
        codes.add(DType.INT32);
        TypeVariable t1 = TypeVariable.of("T1", codes);
        return Quantized.declare(Signature.builder()
                        .input("x", t1)
                        .parameter("x_scale", Quantized.floatingAnd("T2", DType.FLOAT8E8M0))
                        .optionalFixed("x_zero_point", t1)
                        .output("y", Quantized.floatingAnd("T3")))
                .build();
    }

    private static DType result(Attributes attributes, DType scale) {
        DType result = Quantized.told(attributes, "output_dtype", scale == DType.FLOAT8E8M0 ? DType.FLOAT : scale);
        if (!result.isFloating()) {
            throw new TypeException("output_dtype must be a floating type, not " + result);
        }
        return result;
    }

    @Override
    public List<TensorType> infer(Inference call) {
        Quantized.check(call);
        return List.of(call.input(0).with(result(call.attributes(), call.dtype(1))));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(DequantizeLinear::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Attributes attributes = call.attributes();
        Value x = call.input(0);
        DType result = result(attributes, call.dtype(1));
        DType wide = result == DType.DOUBLE || call.dtype(1) == DType.DOUBLE ? DType.DOUBLE : DType.FLOAT;
        Value codes = f.cast(x, wide);
        if (call.has(2)) {
            codes = f.sub(codes, Quantized.spread(f, attributes, f.cast(call.input(2), wide), x));
        }
        Value scale = Quantized.spread(f, attributes, f.cast(call.input(1), wide), x);
        return List.of(f.cast(f.mul(codes, scale), result));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.ByExpansion();
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            QuantizedSamples sample = QuantizedSamples.draw(draw);
            DType codes = draw.pick(DType.INT8, DType.UINT8, DType.INT32, DType.UINT16, DType.INT4, DType.UINT2);
            return Domain.Sample.of(
                    sample.attributes(),
                    draw.tensor(codes, sample.x(), 0, codes.bits() == 2 ? 4 : 8),
                    draw.tensor(sample.scale(), 0.05, 0.5),
                    codes != DType.INT32 && draw.chance(0.7) ? draw.tensor(codes, sample.scale(), 0, 4) : null);
        });
    }
}
