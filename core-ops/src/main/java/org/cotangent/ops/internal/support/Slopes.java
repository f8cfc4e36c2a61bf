package org.cotangent.ops.internal.support;

import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;

/** Pieces of derivatives. */
public final class Slopes {
    private Slopes() {}

    /** {@return 1 where the condition holds, 0 elsewhere, in the element type of {@code like}} */
    public static Value indicator(Formulas f, Value condition, Value like) {
        return f.where(condition, f.scalarLike(like, 1), f.scalarLike(like, 0));
    }
}
