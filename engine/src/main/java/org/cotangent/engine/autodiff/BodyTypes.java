package org.cotangent.engine.autodiff;

import java.util.List;
import org.cotangent.spi.graph.CallTypes;
import org.cotangent.spi.graph.Emitter;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Types the graphs of a call, so that they can be differentiated. */
public final class BodyTypes {
    private BodyTypes() {}

    /** {@return the attributes of a call, its graphs typed for these inputs} */
    public static Attributes of(
            Emitter emitter, Operator operator, Attributes resolved, List<@Nullable Value> inputs, int outputs) {
        return !resolved.hasGraphs()
                ? resolved
                : new CallTypes(operator, operator.id().type())
                        .infer(resolved, inputs, outputs, new Sizes(emitter))
                        .attributes();
    }

    /** Tells sizes and indices. Conditions are not told, so that both branches are typed. */
    private static final class Sizes implements CallTypes.Facts {
        private final Emitter emitter;
        private int symbols;

        Sizes(Emitter emitter) {
            this.emitter = emitter;
        }

        @Override
        public @Nullable Tensor constant(Value value) {
            return null;
        }

        @Override
        public @Nullable List<Dim> integers(Value value) {
            Tensor tensor = emitter.constantOf(value);
            return tensor == null ? null : Dim.elementsOf(tensor);
        }

        @Override
        public Dim fresh(String name) {
            return Dim.symbol("?" + name + "." + symbols++);
        }
    }
}
