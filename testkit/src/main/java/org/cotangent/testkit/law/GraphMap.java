package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.calculus.DifferentiableMap;
import org.cotangent.testkit.calculus.TensorTuple;
import org.jspecify.annotations.Nullable;

/** A graph over float64 as a map of some of its inputs, the others held. */
public final class GraphMap implements DifferentiableMap {
    private final Workbench bench;
    private final Graph graph;
    private final Map<String, Tensor> held;
    private final List<String> inputs;
    private final List<String> outputs;
    private final TensorTuple point;
    private @Nullable Graph jvp;
    private @Nullable Graph vjp;

    /**
     * @param graph whose outputs are float64 tensors
     * @param held the inputs of the graph that stay as they are
     * @param inputs names of the others, whose values are {@code point}
     */
    public GraphMap(Workbench bench, Graph graph, Map<String, Tensor> held, List<String> inputs, TensorTuple point) {
        this.bench = bench;
        this.graph = graph;
        this.held = Map.copyOf(held);
        this.inputs = List.copyOf(inputs);
        this.outputs = List.copyOf(graph.outputs().keySet());
        this.point = point;
    }

    @Override
    public TensorTuple point() {
        return point;
    }

    @Override
    public List<String> inputs() {
        return inputs;
    }

    @Override
    public List<String> outputs() {
        return outputs;
    }

    /** {@return the graph of the products {@code J v}} */
    public Graph jvpGraph() {
        Graph known = jvp;
        if (known == null) {
            known = bench.jvp(graph, inputs);
            jvp = known;
        }
        return known;
    }

    /** {@return the graph of the products {@code J^T u}} */
    public Graph vjpGraph() {
        Graph known = vjp;
        if (known == null) {
            known = bench.vjp(graph, inputs);
            vjp = known;
        }
        return known;
    }

    public Graph graph() {
        return graph;
    }

    @Override
    public TensorTuple apply(TensorTuple x) {
        return run(graph, x.tensors(), List.of());
    }

    @Override
    public TensorTuple jvp(TensorTuple x, TensorTuple v) {
        return run(jvpGraph(), x.tensors(), v.tensors());
    }

    @Override
    public TensorTuple vjp(TensorTuple x, TensorTuple u) {
        return run(vjpGraph(), x.tensors(), u.tensors());
    }

    @Override
    public GraphMap pullback(TensorTuple u) {
        Graph gradient = vjpGraph();
        List<String> names = new ArrayList<>(inputs);
        names.addAll(added(gradient));
        return new GraphMap(bench, gradient, held, names, point.concat(u));
    }

    /** The inputs that a derivative has beside those of the graph come after them. */
    private List<String> added(Graph derivative) {
        return derivative.inputs().keySet().stream().skip(graph.inputs().size()).toList();
    }

    private TensorTuple run(Graph which, List<Tensor> x, List<Tensor> directions) {
        return TensorTuple.of(bench.run(which, arguments(x, directions)));
    }

    /** {@return the inputs of the graph, or with directions those of a derivative} */
    public List<Tensor> arguments(List<Tensor> x, List<Tensor> directions) {
        List<Tensor> arguments = new ArrayList<>();
        for (String name : graph.inputs().keySet()) {
            int i = inputs.indexOf(name);
            arguments.add(i < 0 ? Objects.requireNonNull(held.get(name), name) : x.get(i));
        }
        arguments.addAll(directions);
        return arguments;
    }
}
