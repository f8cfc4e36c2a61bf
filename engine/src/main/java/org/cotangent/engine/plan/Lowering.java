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
import org.cotangent.spi.op.Call;
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

    Lowering(OperatorLookup operators, HostCalls calls, KernelSelector selector) {
        this.operators = operators;
        this.calls = calls;
        this.kernels = new KernelCheck(selector, calls);
    }

    Graph apply(Graph graph) {
        GraphRewriter rewriter = new GraphRewriter(graph, operators, calls) {
            @Override
            List<Value> rewrite(Node node, List<@Nullable Value> inputs) {
                if (node.operator().forward() instanceof Forward.Expansion(Forward.Body body)
                        && !kernels.has(
                                emitter(),
                                node.name(),
                                node.operator(),
                                node.attributes(),
                                inputs,
                                node.outputs().stream().map(Value::type).toList())) {
                    int outputs = node.outputs().size();
                    return new Expander(emitter()).expand(body, node.attributes(), inputs, outputs);
                }
                return keep(node, inputs);
            }
        };
        return rewriter.apply(input -> input);
    }

    private record BodyCall(Attributes attributes, List<@Nullable Value> inputs, int outputCount) implements Call {}

    /** Emits what an expansion says, expanding again where need be. */
    private final class Expander extends ForwardingEmitter {
        private final FoldingEmitter target;

        Expander(FoldingEmitter target) {
            super(target);
            this.target = target;
        }

        List<Value> expand(Forward.Body body, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
            return body.expand(new Formulas(this), new BodyCall(attributes, inputs, outputs));
        }

        @Override
        public List<Value> emit(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs) {
            if (operator.forward() instanceof Forward.Expansion(Forward.Body body)) {
                Attributes resolved = operator.signature().resolve(attributes);
                List<ValueType> types =
                        target.infer(operator, resolved, inputs, outputs).types();
                if (!kernels.has(target, operator.id().type(), operator, resolved, inputs, types)) {
                    return expand(body, resolved, inputs, outputs);
                }
            }
            return target.emit(operator, attributes, inputs, outputs);
        }
    }
}
