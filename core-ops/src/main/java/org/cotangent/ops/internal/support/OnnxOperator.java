package org.cotangent.ops.internal.support;

import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.OperatorId;
import org.cotangent.spi.op.Signature;

/** An operator that knows its identity and signature from the start. */
public abstract class OnnxOperator implements Operator {
    private final OperatorId id;
    private final Signature signature;

    protected OnnxOperator(OperatorId id, Signature signature) {
        this.id = id;
        this.signature = signature;
    }

    /** An operator of ONNX's own domain. */
    protected OnnxOperator(String type, int since, Signature signature) {
        this(new OperatorId("", type, since), signature);
    }

    @Override
    public final OperatorId id() {
        return id;
    }

    @Override
    public final Signature signature() {
        return signature;
    }
}
