package org.cotangent.ops.quant;

import java.util.List;
import org.cotangent.ops.internal.matrix.MatrixShapes;
import org.cotangent.ops.internal.matrix.Transposition;
import org.cotangent.ops.internal.quant.IntegerProduct;
import org.cotangent.ops.internal.quant.ZeroPointTerms;
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
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * {@code Y = (A - a_zero_point) (B - b_zero_point)} for eight bit integers, computed in int32.
 *
 * <p>Zero points are scalars, or vectors with one number per row of A or column of B, or tensors that broadcast. ONNX
 * MatMulInteger, version 10.
 */
public final class MatMulInteger extends OnnxOperator {
    public MatMulInteger() {
        super("MatMulInteger", 10, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t1 = IntegerProduct.bytes("T1");
        TypeVariable t2 = IntegerProduct.bytes("T2");
        return Signature.builder()
                .input("A", t1)
                .parameter("B", t2)
                .optionalFixed("a_zero_point", t1)
                .optionalFixed("b_zero_point", t2)
                .output("Y", TypeVariable.of("T3", DType.INT32))
                .build();
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        Shape a = call.shape(0);
        Shape b = call.shape(1);
        IntegerProduct.check(call, 2, MatrixShapes.rows(a), a);
        IntegerProduct.check(call, 3, MatrixShapes.columns(b), b);
        return List.of(new TensorType(DType.INT32, Transposition.NONE.product(a, b)));
    }

    @Override
    public Forward forward() {
        return new Forward.Expansion(MatMulInteger::expand);
    }

    private static List<Value> expand(Formulas f, Call call) {
        return List.of(ZeroPointTerms.canBeApart(call) ? ZeroPointTerms.of(f, call) : product(f, call));
    }

    private static Value product(Formulas f, Call call) {
        Value rows = call.has(2) ? IntegerProduct.perRow(f, call.input(0), call.input(2)) : null;
        Value a = IntegerProduct.shifted(f, call.input(0), rows, DType.INT32);
        Value b = IntegerProduct.shifted(f, call.input(1), call.has(3) ? call.input(3) : null, DType.INT32);
        return f.matmul(a, b);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Zero("products of integers are integers");
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            long m = draw.extent();
            long k = draw.extent();
            long n = draw.extent();
            DType a = draw.pick(DType.INT8, DType.UINT8);
            DType b = draw.pick(DType.INT8, DType.UINT8);
            return Domain.Sample.of(
                    draw.tensor(a, new long[] {m, k}, 0, 127),
                    draw.tensor(b, new long[] {k, n}, 0, 127),
                    draw.chance(0.3) ? null : draw.tensor(a, draw.pick(new long[0], new long[] {m}), 0, 127),
                    draw.chance(0.3) ? null : draw.tensor(b, draw.pick(new long[0], new long[] {n}), 0, 127));
        });
    }
}
