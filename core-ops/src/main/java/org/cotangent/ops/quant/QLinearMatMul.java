package org.cotangent.ops.quant;

import java.util.List;
import org.cotangent.ops.internal.matrix.MatrixShapes;
import org.cotangent.ops.internal.matrix.Transposition;
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
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * The quantised product of quantised matrices: {@code y = saturate(round((a - a_zero_point) (b - b_zero_point) *
 * a_scale b_scale / y_scale) + y_zero_point)}, ties to even.
 *
 * <p>Scales and zero points are scalars, or vectors with one number per row of a or column of b, or tensors that
 * broadcast. Products of integers are summed in int32, those with floats of eight bits in float32. ONNX QLinearMatMul,
 * version 21.
 */
public final class QLinearMatMul extends OnnxOperator {
    public QLinearMatMul() {
        super("QLinearMatMul", 21, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable scale = TypeVariable.of("TS", DType.FLOAT, DType.FLOAT16, DType.BFLOAT16);
        TypeVariable t1 = IntegerProduct.bytesAndFloats("T1");
        TypeVariable t2 = IntegerProduct.bytesAndFloats("T2");
        TypeVariable t3 = IntegerProduct.bytesAndFloats("T3");
        return Signature.builder()
                .input("a", t1)
                .fixed("a_scale", scale)
                .fixed("a_zero_point", t1)
                .parameter("b", t2)
                .fixed("b_scale", scale)
                .fixed("b_zero_point", t2)
                .fixed("y_scale", scale)
                .fixed("y_zero_point", t3)
                .output("y", t3)
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape a = call.shape(0);
        Shape b = call.shape(3);
        Dim rows = MatrixShapes.rows(a);
        Dim columns = MatrixShapes.columns(b);
        IntegerProduct.check(call, 1, rows, a);
        IntegerProduct.check(call, 2, rows, a);
        IntegerProduct.check(call, 4, columns, b);
        IntegerProduct.check(call, 5, columns, b);
        return List.of(new TensorType(call.dtype(7), Transposition.NONE.product(a, b)));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(QLinearMatMul::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        Value a = call.input(0);
        Value b = call.input(3);
        Value rows = IntegerProduct.perRow(f, a, call.input(2));
        boolean whole = a.dtype().isInteger() && b.dtype().isInteger();
        Value sum = whole
                ? f.op("MatMulInteger", a, b, rows, call.input(5))
                : f.matmul(
                        IntegerProduct.shifted(f, a, rows, DType.FLOAT),
                        IntegerProduct.shifted(f, b, call.input(5), DType.FLOAT));
        Value scale = f.mul(
                f.cast(IntegerProduct.perRow(f, a, call.input(1)), DType.FLOAT), f.cast(call.input(4), DType.FLOAT));
        Value ratio = f.div(scale, f.cast(call.input(6), DType.FLOAT));
        return List.of(IntegerProduct.requantized(f, sum, ratio, call.input(7)));
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("quantised results are integers");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long m = draw.extent();
            long k = draw.extent();
            long n = draw.extent();
            long[] scalar = {};
            long[] perColumn = draw.pick(scalar, new long[] {n});
            return Domain.Sample.of(
                    draw.tensor(DType.UINT8, new long[] {m, k}, 0, 255),
                    draw.tensor(DType.FLOAT, scalar, 0.01, 0.1),
                    draw.tensor(DType.UINT8, scalar, 0, 255),
                    draw.tensor(DType.INT8, new long[] {k, n}, -128, 127),
                    draw.tensor(DType.FLOAT, perColumn, 0.01, 0.1),
                    draw.tensor(DType.INT8, perColumn, -128, 127),
                    Tensor.scalar(0.5f),
                    draw.tensor(DType.UINT8, scalar, 0, 255));
        });
    }
}
