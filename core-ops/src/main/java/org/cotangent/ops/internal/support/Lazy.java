package org.cotangent.ops.internal.support;

import java.util.function.Supplier;
import org.cotangent.spi.graph.Value;
import org.jspecify.annotations.Nullable;

/** A value that a rule emits when it is first asked for, and never if it is not. */
public final class Lazy implements Supplier<Value> {
    private final Supplier<Value> formula;
    private @Nullable Value value;

    public Lazy(Supplier<Value> formula) {
        this.formula = formula;
    }

    @Override
    public Value get() {
        Value known = value;
        if (known == null) {
            known = formula.get();
            value = known;
        }
        return known;
    }
}
