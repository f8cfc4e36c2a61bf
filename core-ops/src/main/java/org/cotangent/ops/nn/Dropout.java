package org.cotangent.ops.nn;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.cotangent.ops.internal.random.DropoutKernel;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
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
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;

/**
 * In training, sets each element to zero with probability {@code ratio} and multiplies the others by {@code 1 / (1 -
 * ratio)}; otherwise, or with ratio 0, the identity. The mask is true where an element is kept.
 *
 * <p>Random numbers come from the stream of the run and the node; if there is a {@code seed}, from that of the run and
 * the seed. The derivative uses the mask of the very call. ONNX Dropout, version 22.
 */
public final class Dropout extends OnnxOperator {
    public Dropout() {
        super("Dropout", 22, signatureOf());
    }

    private static Signature signatureOf() {
        TypeVariable t = TypeVariable.of("T", types());
        TypeVariable bool = TypeVariable.of("T2", DType.BOOL);
        return Signature.builder()
                .input("data", t)
                .optionalFixed("ratio", TypeVariable.of("T1", types()))
                .optionalFixed("training_mode", bool)
                .output("output", t)
                .optionalOutput("mask", bool)
                .optionalInteger("seed")
                .random()
                .build();
    }

    private static Set<DType> types() {
        Set<DType> types = DType.floating();
        types.addAll(EnumSet.of(DType.FLOAT8E4M3FN, DType.FLOAT8E4M3FNUZ, DType.FLOAT8E5M2, DType.FLOAT8E5M2FNUZ));
        return types;
    }

    @Override
    public List<? extends ValueType> infer(Inference call) {
        for (int i = 1; i < call.inputCount(); i++) {
            if (call.has(i)
                    && call.shape(i).isStatic()
                    && !call.shape(i).elements().is(1)) {
                throw new ShapeException("input " + i + " must be a scalar, not of shape " + call.shape(i));
            }
        }
        return List.of(call.input(0), new TensorType(DType.BOOL, call.shape(0)));
    }

    @Override
    public Forward forward() {
        return new Forward.HostKernel(DropoutKernel::new);
    }

    @Override
    public Derivative derivative() {
        return new Derivative.Rules(
                (f, at, tangents) -> List.of(masked(f, at, tangents.getFirst()), Tangent.none()), Dropout::vjp);
    }

    private static List<Tangent> vjp(Formulas f, Point at, List<Tangent> cotangents, Set<Integer> wanted) {
        return List.of(masked(f, at, cotangents.getFirst()), Tangent.none(), Tangent.none())
                .subList(0, at.inputs().size());
    }

    /** The map is linear, diagonal and its own transpose. */
    private static Tangent masked(Formulas f, Point at, Tangent tangent) {
        if (!(tangent instanceof Tangent.Of(Value value)) || !at.has(2)) {
            return tangent;
        }
        Tensor training = f.emitter().constantOf(at.input(2));
        if (training != null && training.getLong(0) == 0) {
            return tangent;
        }
        Value scaled = f.mul(value, scale(f, at, training != null));
        return Tangent.of(f.where(at.output(1), scaled, f.scalarLike(value, 0)));
    }

    private static Value scale(Formulas f, Point at, boolean training) {
        DType dtype = at.dtype(0);
        Value ratio = at.has(1) ? f.reshape(f.cast(at.input(1), dtype)) : f.scalar(dtype, 0.5);
        Value scale = f.reciprocal(f.sub(1, ratio));
        return training ? scale : f.where(f.reshape(at.input(2)), scale, f.scalar(dtype, 1));
    }

    @Override
    public Domain domain() {
        return Domain.of(draw -> {
            Tensor data = draw.tensor(draw.shape(0, 4), -2, 2);
            if (draw.chance(0.2)) {
                return Domain.Sample.of(data);
            }
            Tensor training = Tensor.of(new boolean[] {draw.chance(0.8)});
            Tensor ratio = draw.chance(0.2) ? null : Tensor.scalar(draw.pick(0.0, 0.25, 0.5));
            return Domain.Sample.of(Attributes.of("seed", draw.integer(0, 9)), data, ratio, training);
        });
    }
}
