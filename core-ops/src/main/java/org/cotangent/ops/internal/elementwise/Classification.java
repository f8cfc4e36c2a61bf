package org.cotangent.ops.internal.elementwise;

import java.util.EnumSet;
import java.util.Set;
import org.cotangent.ops.internal.numbers.Minifloat;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;

/** What kind of number a float of eight bits or more is; the result is bool. */
public abstract class Classification extends ElementwiseOperator {
    protected Classification(String type, int since, Signature.Builder signature) {
        super(type, since, signature);
    }

    /** {@return {@code X} to a bool {@code Y}} */
    protected static Signature.Builder ports() {
        Set<DType> types = DType.floating();
        types.addAll(EnumSet.of(DType.FLOAT8E4M3FN, DType.FLOAT8E4M3FNUZ, DType.FLOAT8E5M2, DType.FLOAT8E5M2FNUZ));
        return Signature.builder()
                .input("X", TypeVariable.of("T1", types))
                .output("Y", TypeVariable.of("T2", DType.BOOL));
    }

    /** {@return what the expression says of one number} */
    protected abstract boolean test(Attributes attributes, double value);

    @Override
    protected final DType resultType(Inference call) {
        return DType.BOOL;
    }

    @Override
    public final Forward forward() {
        return new Forward.Pointwise(this::expression, this::ofMinifloats);
    }

    private Kernel ofMinifloats(Preparation call) {
        Minifloat type = Minifloat.of(call.input(0).dtype(), Attributes.of("saturate", 0));
        double[] element = new double[1];
        return io -> {
            for (long i = 0; i < io.input(0).elements(); i++) {
                type.read(io.input(0), i, element, 0, 1);
                io.output(0).setLong(i, test(call.attributes(), element[0]) ? 1 : 0);
            }
        };
    }

    @Override
    public final Derivative derivative() {
        return discrete();
    }
}
