package org.cotangent.ops.logic;

import java.util.Set;
import org.cotangent.ops.internal.elementwise.Predicate;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.tensor.DType;

/** Logical {@code C = A xor B}, broadcasting. ONNX Xor, version 7. */
public final class Xor extends Predicate {
    public Xor() {
        super("Xor", 7, Set.of(DType.BOOL), BinaryFunction.XOR);
    }
}
