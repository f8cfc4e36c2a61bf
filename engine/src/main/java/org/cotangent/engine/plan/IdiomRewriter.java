package org.cotangent.engine.plan;

import java.util.List;
import java.util.Map;
import org.cotangent.engine.kernel.HostCalls;
import org.cotangent.engine.plan.pattern.Idiom;
import org.cotangent.engine.plan.pattern.Idiom.Rewriting;
import org.cotangent.engine.plan.pattern.Recognition;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.jspecify.annotations.Nullable;

/** Writes operators in the place of subgraphs that compute the same. */
public final class IdiomRewriter {
    private final OperatorLookup operators;
    private final HostCalls calls;
    private final List<Idiom> idioms;
    private final @Nullable KernelCheck kernels;

    /** Idioms whose operators are not there are passed over. */
    public IdiomRewriter(OperatorLookup operators, HostCalls calls, List<Idiom> idioms) {
        this(operators, calls, idioms, null);
    }

    /** @param kernels if not null, says for which operators there is a kernel; others are not written */
    IdiomRewriter(OperatorLookup operators, HostCalls calls, List<Idiom> idioms, @Nullable KernelCheck kernels) {
        this.operators = operators;
        this.calls = calls;
        this.kernels = kernels;
        this.idioms = idioms.stream()
                .filter(idiom -> operators.find(idiom.domain(), idiom.type()) != null)
                .toList();
    }

    /** {@return the graph with the operators, or the very graph if it has none of the idioms} */
    public Graph apply(Graph graph) {
        Graph result = graph;
        boolean more = true;
        while (more) {
            Rewriter rewriter = new Rewriter(result, Recognition.of(result, idioms));
            more = !rewriter.found.isEmpty();
            if (more) {
                result = rewriter.apply(input -> input);
                more = rewriter.changed;
            }
        }
        return result;
    }

    private final class Rewriter extends GraphRewriter {
        private final Map<Node, Rewriting> found;
        private boolean changed;

        Rewriter(Graph graph, Map<Node, Rewriting> found) {
            super(graph, operators, calls);
            this.found = found;
        }

        @Override
        List<Value> rewrite(Node node, List<@Nullable Value> inputs) {
            Rewriting rewriting = found.get(node);
            if (rewriting != null) {
                RunnableEmitter written = new RunnableEmitter(emitter(), kernels);
                Value result = rewriting.write(new Formulas(written), this::image);
                if (written.isRunnable()
                        && result.type().equals(node.outputs().getFirst().type())) {
                    changed = true;
                    return List.of(result);
                }
            }
            return keep(node, inputs);
        }
    }
}
