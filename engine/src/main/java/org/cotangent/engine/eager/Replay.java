package org.cotangent.engine.eager;

import java.util.List;
import org.cotangent.spi.graph.ForwardingEmitter;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.jspecify.annotations.Nullable;

/** Makes a call again with the random numbers that it drew, when a rule asks for more of its outputs. */
final class Replay extends ForwardingEmitter {
    private final Eager eager;
    private final long position;

    Replay(Eager eager, long position) {
        super(eager);
        this.eager = eager;
        this.position = position;
    }

    @Override
    public List<Value> emit(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
        return eager.replaying(position, () -> eager.emit(operator, attributes, inputs, outputs));
    }
}
