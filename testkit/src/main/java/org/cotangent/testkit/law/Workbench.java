package org.cotangent.testkit.law;

import java.util.List;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.tensor.Tensor;

/** What laws need of an engine: to run graphs with portable kernels, and to differentiate them. */
public interface Workbench extends AutoCloseable {
    OperatorLookup operators();

    /**
     * {@return the outputs of the graph, in its order}
     *
     * <p>Equal runs give equal results, those of operators that draw random numbers included.
     *
     * @param inputs of the graph, in its order; where the graph has symbolic sizes they tell them
     */
    List<Tensor> run(Graph graph, List<Tensor> inputs);

    /** {@return the names of the backends on which graphs can be run beside the portable kernels} */
    List<String> backends();

    /** {@return those of the backends that run on devices with memory of their own} */
    List<String> devices();

    /** {@return the outputs of the graph, computed on a backend} */
    List<Tensor> runOn(String backend, Graph graph, List<Tensor> inputs);

    /** {@return which kernels run the graph on a backend, and why others do not; a line each} */
    List<String> explain(String backend, Graph graph);

    /** {@return the providers of kernels whose results are compared with those of the portable ones} */
    List<KernelProvider> providers();

    /** {@return the graph with tangents as further inputs and {@code J v} as its only outputs} */
    Graph jvp(Graph graph, List<String> wrt);

    /** {@return the graph with cotangents as further inputs and {@code J^T u} as its only outputs} */
    Graph vjp(Graph graph, List<String> wrt);

    /** Frees what runs have left. */
    @Override
    void close();
}
