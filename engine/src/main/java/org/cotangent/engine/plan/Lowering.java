package org.cotangent.engine.plan;

import java.util.List;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.engine.kernel.KernelSelector;
import org.cotangent.spi.graph.ForwardingEmitter;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/** Replaces operators for which there is no kernel by their expansions, down to operators that have one. */
final class Lowering {
    private final OperatorLookup operators;
    private final HostCalls calls;
    private final KernelCheck kernels;
    private final NativeExpansion expansion;
    private final boolean onDevice;

    Lowering(OperatorLookup operators, HostCalls calls, KernelSelector selector) {
        this.operators = operators;
        this.calls = calls;
        this.kernels = new KernelCheck(selector, calls);
        this.expansion = new NativeExpansion(calls, kernels);
        this.onDevice = selector.device() != null;
    }

    Graph apply(Graph graph) {
        GraphRewriter rewriter = new GraphRewriter(graph, operators, calls) {
            @Override
            List<Value> rewrite(Node node, List<@Nullable Value> inputs) {
                List<ValueType> types = node.outputs().stream().map(Value::type).toList();
                Forward.Body body = body(emitter(), node.name(), node.operator(), node.attributes(), inputs, types);
                return body == null
                        ? keep(node, inputs)
                        : new Expander(emitter())
                                .expand(
                                        body,
                                        node.attributes(),
                                        inputs,
                                        node.outputs().size());
            }
        };
        return rewriter.apply(input -> input);
    }

    /**
     * {@return what to write in the place of a call; null if it stays}
     *
     * <p>A portable kernel gives way to an expansion only if that runs on the device as a whole.
     */
    private Forward.@Nullable Body body(
            FoldingEmitter emitter,
            String name,
            Operator operator,
            Attributes attributes,
            List<@Nullable Value> inputs,
            List<ValueType> outputs) {
        boolean portable = operator.forward() instanceof Forward.HostKernel;
        Forward.Body body = operator.forward().asExpansion();
        if (body == null
                || !(operator.forward() instanceof Forward.Expansion || (portable && onDevice))
                || kernels.has(emitter, name, operator, attributes, inputs, outputs)
                || (portable && !expansion.isWhole(emitter, operator, attributes, inputs, outputs.size()))) {
            return null;
        }
        return body;
    }

    /** Emits what an expansion says, expanding again where need be. */
    private final class Expander extends ForwardingEmitter {
        private final FoldingEmitter target;

        Expander(FoldingEmitter target) {
            super(target);
            this.target = target;
        }

        List<Value> expand(Forward.Body body, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
            return body.expand(new Formulas(this), new ExpansionCall(attributes, inputs, outputs));
        }

        @Override
        public List<Value> emit(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
            if (operator.forward().asExpansion() == null || operator.forward() instanceof Forward.Pointwise) {
                return target.emit(operator, attributes, inputs, outputs);
            }
            Attributes resolved = operator.signature().resolve(attributes);
            List<ValueType> types =
                    target.infer(operator, resolved, inputs, outputs).types();
            Forward.Body body = body(target, operator.id().type(), operator, resolved, inputs, types);
            return body == null
                    ? target.emit(operator, attributes, inputs, outputs)
                    : expand(body, resolved, inputs, outputs);
        }
    }
}
