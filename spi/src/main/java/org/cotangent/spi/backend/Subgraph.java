package org.cotangent.spi.backend;

import java.util.List;
import org.cotangent.spi.tensor.Datum;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * A graph in an attribute, ready to run: the body of a loop, a branch.
 *
 * <p>Inputs may be of other types in every run. What is prepared for some types is kept for the next run with them. A
 * subgraph belongs to the kernel that asked for it, runs in one thread at a time, and is closed with the kernel.
 */
public interface Subgraph extends AutoCloseable {
    /**
     * {@return the outputs, in memory that later runs leave alone}
     *
     * @param inputs one for each input of the graph, captures included
     * @param into for each output memory that it may be written to if its type is equal, or null; the list may be
     *     shorter
     */
    List<Datum> run(List<? extends Datum> inputs, List<? extends @Nullable Tensor> into, RandomSource random);

    /** {@return the types of the outputs for inputs of these types, as far as they are known without a run} */
    List<ValueType> types(List<? extends ValueType> inputs);

    @Override
    void close();
}
