package org.cotangent.ops.quant;

import java.util.List;
import org.cotangent.ops.internal.convolution.Convolution;
import org.cotangent.ops.internal.convolution.ConvolutionSamples;
import org.cotangent.ops.internal.quant.IntegerProduct;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.ShapeException;
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
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * The quantised convolution of quantised tensors: {@code y = saturate(round((ConvInteger + B) * x_scale w_scale /
 * y_scale) + y_zero_point)}, ties to even.
 *
 * <p>{@code w_scale} and {@code w_zero_point} are scalars or have one number per output channel; B is of int32, in
 * units of {@code x_scale w_scale}. ONNX QLinearConv, version 10.
 */
public final class QLinearConv extends OnnxOperator {
    public QLinearConv() {
        super("QLinearConv", 10, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable scale = TypeVariable.of("scale", DType.FLOAT);
        TypeVariable t1 = IntegerProduct.bytes("T1");
        TypeVariable t2 = IntegerProduct.bytes("T2");
        TypeVariable t3 = IntegerProduct.bytes("T3");
        return Convolution.declare(Signature.builder()
                        .input("x", t1)
                        .fixed("x_scale", scale)
                        .fixed("x_zero_point", t1)
                        .parameter("w", t2)
                        .fixed("w_scale", scale)
                        .fixed("w_zero_point", t2)
                        .fixed("y_scale", scale)
                        .fixed("y_zero_point", t3)
                        .optionalParameter("B", TypeVariable.of("T4", DType.INT32))
                        .output("y", t3))
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape x = call.shape(0);
        Shape w = call.shape(3);
        Convolution.check(x, w, 1, call.attributes().integer("group"));
        IntegerProduct.check(call, 1, Dim.of(1));
        IntegerProduct.check(call, 2, Dim.of(1));
        IntegerProduct.check(call, 4, w.dim(0));
        IntegerProduct.check(call, 5, w.dim(0));
        for (int i : new int[] {1, 2, 4, 5, 6, 7}) {
            if (call.shape(i).rank() > 1) {
                throw new ShapeException("input " + i + " must be a number or a vector, not of shape " + call.shape(i));
            }
        }
        if (call.has(8)) {
            Convolution.checkBias(call.shape(8), w.dim(0));
        }
        return List.of(new TensorType(call.dtype(7), Convolution.result(call, x, w)));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(QLinearConv::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        int spatial = call.shape(0).rank() - 2;
        Value sum = f.op("ConvInteger", call.attributes(), call.input(0), call.input(3), call.input(2), call.input(5));
        if (call.has(8)) {
            sum = f.add(sum, IntegerProduct.perChannel(f, call.input(8), spatial));
        }
        Value scale = f.mul(call.input(1), IntegerProduct.perChannel(f, call.input(4), spatial));
        return List.of(IntegerProduct.requantized(f, sum, f.div(scale, call.input(6)), call.input(7)));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("quantised results are integers");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            ConvolutionSamples sample = ConvolutionSamples.draw(draw);
            long[] scalar = {};
            long[] channels = {sample.w()[0]};
            long[] perChannel = draw.pick(scalar, channels);
            return Domain.Sample.of(
                    sample.attributes(),
                    draw.tensor(DType.UINT8, sample.x(), 0, 255),
                    draw.tensor(DType.FLOAT, scalar, 0.01, 0.1),
                    draw.tensor(DType.UINT8, scalar, 0, 255),
                    draw.tensor(DType.INT8, sample.w(), -128, 127),
                    draw.tensor(DType.FLOAT, perChannel, 0.01, 0.1),
                    draw.tensor(DType.INT8, perChannel, -128, 127),
                    Tensor.scalar(0.5f),
                    draw.tensor(DType.UINT8, scalar, 0, 255),
                    draw.chance(0.5) ? null : draw.tensor(DType.INT32, channels, -100, 100));
        });
    }
}
