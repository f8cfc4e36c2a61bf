package org.cotangent.ops.quant;

import java.util.List;
import org.cotangent.ops.internal.convolution.Convolution;
import org.cotangent.ops.internal.convolution.ConvolutionSamples;
import org.cotangent.ops.internal.quant.IntegerProduct;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Call;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * {@link org.cotangent.ops.nn.Conv} of eight bit integers minus their zero points; padding is the zero point. The
 * result is int32.
 *
 * <p>Sums are exact, and then keep their low 32 bits. {@code w_zero_point} is a scalar or has one number per output
 * channel. ONNX ConvInteger, version 10.
 */
public final class ConvInteger extends OnnxOperator {
    public ConvInteger() {
        super("ConvInteger", 10, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t1 = IntegerProduct.bytes("T1");
        TypeVariable t2 = IntegerProduct.bytes("T2");
        return Convolution.declare(Signature.builder()
                        .input("x", t1)
                        .parameter("w", t2)
                        .optionalFixed("x_zero_point", t1)
                        .optionalFixed("w_zero_point", t2)
                        .output("y", TypeVariable.of("T3", DType.INT32)))
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape x = call.shape(0);
        Shape w = call.shape(1);
        Convolution.check(x, w, 1, call.attributes().integer("group"));
        IntegerProduct.check(call, 2, Dim.of(1));
        IntegerProduct.check(call, 3, w.dim(0));
        return List.of(new TensorType(DType.INT32, Convolution.result(call, x, w)));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(ConvInteger::expand);
    }

    /** float64 holds the sums exactly. */
    private static List<Value> expand(Formulas f, Call call) {
        Value x = IntegerProduct.shifted(f, call.input(0), call.has(2) ? call.input(2) : null, DType.DOUBLE);
        int rank = call.shape(1).rank();
        Value offset = call.has(3) ? IntegerProduct.perChannel(f, call.input(3), rank - 1) : null;
        Value w = IntegerProduct.shifted(f, call.input(1), offset, DType.DOUBLE);
        Value sum = f.op("Conv", call.attributes(), x, w);
        return List.of(f.cast(f.cast(sum, DType.INT64), DType.INT32));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("convolutions of integers are integers");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            ConvolutionSamples sample = ConvolutionSamples.draw(draw);
            long[] perChannel = {sample.w()[0]};
            return Domain.Sample.of(
                    sample.attributes(),
                    draw.tensor(DType.UINT8, sample.x(), 0, 255),
                    draw.tensor(DType.INT8, sample.w(), -127, 127),
                    draw.chance(0.3) ? null : draw.tensor(DType.UINT8, new long[0], 0, 255),
                    draw.chance(0.3) ? null : draw.tensor(DType.INT8, draw.pick(new long[0], perChannel), -127, 127));
        });
    }
}
