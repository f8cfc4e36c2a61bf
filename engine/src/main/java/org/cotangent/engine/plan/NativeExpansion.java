package org.cotangent.engine.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.graph.Emitter;
import org.cotangent.spi.graph.ForwardingEmitter;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Tries whether an expansion runs wholly where it should, by writing it down and throwing it away. */
final class NativeExpansion {
    private final HostCalls calls;
    private final KernelCheck kernels;
    private final Deque<Operator> within = new ArrayDeque<>();

    NativeExpansion(HostCalls calls, KernelCheck kernels) {
        this.calls = calls;
        this.kernels = kernels;
    }

    /** Some call has no kernel there. */
    private static final class Missing extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Missing(Operator operator) {
            super(operator.id().toString(), null, false, false);
        }
    }

    /** {@return whether all calls of the expansion of a call have kernels there, or become such by expansion} */
    boolean isWhole(
            Emitter emitter, Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
        GraphBuilder draft = new GraphBuilder("draft", emitter.operators());
        List<@Nullable Value> images = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Value input = inputs.get(i);
            Tensor constant = input == null ? null : emitter.constantOf(input);
            images.add(
                    input == null
                            ? null
                            : constant == null ? draft.input("input" + i, input.type()) : draft.constant(constant));
        }
        try {
            new Trial(new FoldingEmitter(draft, calls)).expand(operator, attributes, images, outputs);
            return true;
        } catch (Missing | CotangentException refused) {
            return false; // expansions refuse calls that they are not made for
        } finally {
            within.clear();
        }
    }

    private final class Trial extends ForwardingEmitter {
        private final FoldingEmitter target;

        Trial(FoldingEmitter target) {
            super(target);
            this.target = target;
        }

        List<Value> expand(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
            Forward.Body body = operator.forward().asExpansion();
            if (body == null || operator.forward() instanceof Forward.ValueKernel || within.contains(operator)) {
                throw new Missing(operator);
            }
            within.push(operator);
            List<Value> results = body.expand(new Formulas(this), new ExpansionCall(attributes, inputs, outputs));
            within.pop();
            return results;
        }

        @Override
        public List<Value> emit(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
            Attributes resolved = operator.signature().resolve(attributes);
            List<ValueType> types =
                    target.infer(operator, resolved, inputs, outputs).types();
            boolean constant = inputs.stream().allMatch(value -> value == null || target.constantOf(value) != null);
            return constant
                            || operator.forward() instanceof Forward.View
                            || kernels.has(target, operator.id().type(), operator, resolved, inputs, types)
                    ? target.emit(operator, attributes, inputs, outputs)
                    : expand(operator, resolved, inputs, outputs);
        }
    }
}
