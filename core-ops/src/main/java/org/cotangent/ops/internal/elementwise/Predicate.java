package org.cotangent.ops.internal.elementwise;

import java.util.Set;
import org.cotangent.ops.internal.support.Signatures;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Inference;
import org.cotangent.spi.tensor.DType;

/** A relation between two elements of one type; the result is bool. */
public abstract class Predicate extends BinaryOperator {
    protected Predicate(String type, int since, Set<DType> allowed, BinaryFunction function) {
        super(type, since, Signatures.predicate(allowed), function);
    }

    @Override
    protected final DType resultType(Inference call) {
        return DType.BOOL;
    }

    @Override
    public final Derivative derivative() {
        return discrete();
    }
}
