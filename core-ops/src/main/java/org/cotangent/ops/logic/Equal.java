package org.cotangent.ops.logic;

import java.util.EnumSet;
import java.util.Set;
import org.cotangent.ops.internal.elementwise.EqualStrings;
import org.cotangent.ops.internal.elementwise.Predicate;
import org.cotangent.spi.op.BinaryFunction;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.tensor.DType;

/** {@code C = A == B}, broadcasting, for numbers, bools and strings; NaN equals nothing. ONNX Equal, version 19. */
public final class Equal extends Predicate {
    public Equal() {
        super("Equal", 19, types(), BinaryFunction.EQUAL);
    }

    private static Set<DType> types() {
        Set<DType> types = DType.numeric();
        types.addAll(EnumSet.of(DType.BOOL, DType.STRING));
        return types;
    }

    @Override
    public Forward forward() {
        return new Forward.Pointwise(this::expression, EqualStrings::new);
    }
}
