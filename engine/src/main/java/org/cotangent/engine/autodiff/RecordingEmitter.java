package org.cotangent.engine.autodiff;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.graph.CallTypes;
import org.cotangent.spi.graph.Emitter;
import org.cotangent.spi.graph.ForwardingEmitter;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.jspecify.annotations.Nullable;

/** Passes everything on and remembers the calls, so that what was emitted can be differentiated. */
public final class RecordingEmitter extends ForwardingEmitter {
    private final Emitter target;
    private final List<Site> sites = new ArrayList<>();

    public RecordingEmitter(Emitter target) {
        super(target);
        this.target = target;
    }

    /** {@return the calls so far, in order} */
    public List<Site> sites() {
        return List.copyOf(sites);
    }

    @Override
    public List<Value> emit(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
        List<Value> results = target.emit(operator, attributes, inputs, outputs);
        Attributes resolved = new CallTypes(operator, operator.id().type()).resolve(attributes);
        Attributes typed = BodyTypes.of(target, operator, resolved, inputs, outputs);
        sites.add(new Site(target, operator, typed, inputs, results));
        return results;
    }
}
