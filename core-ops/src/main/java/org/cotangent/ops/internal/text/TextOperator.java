package org.cotangent.ops.internal.text;

import java.util.Set;
import org.cotangent.ops.internal.support.OnnxOperator;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.op.TypeVariable;
import org.cotangent.spi.tensor.DType;

/** An operator of strings, which has no derivative. */
public abstract class TextOperator extends OnnxOperator {
    protected TextOperator(String type, int since, Signature.Builder signature) {
        super(type, since, signature.build());
    }

    /** {@return strings} */
    protected static TypeVariable strings(String name) {
        return TypeVariable.of(name, Set.of(DType.STRING));
    }

    @Override
    public final Derivative derivative() {
        return new Derivative.Zero("strings have no tangent space");
    }
}
