package org.cotangent.spi.graph;

import java.util.List;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** Where operators go when a formula is written down: into a graph, or to be run at once. */
public interface Emitter {
    /** {@return the first {@code outputs} outputs of the operator on these inputs, null where one is absent} */
    List<Value> emit(Operator operator, Attributes attributes, List<@Nullable Value> inputs, int outputs);

    Value constant(Tensor tensor);

    /** {@return a tensor of zeros, to become a constant here} */
    default Tensor allocate(DType dtype, long... sizes) {
        return Tensor.allocate(dtype, sizes);
    }

    /** {@return the elements of the value, if they are known now and the same in every run} */
    @Nullable
    Tensor constantOf(Value value);

    /**
     * {@return the elements of a vector of integers as far as they are known, sizes of axes as symbols; null if they
     * are not}
     */
    default @Nullable List<Dim> integersOf(Value value) {
        Tensor constant = constantOf(value);
        return constant == null ? null : Dim.elementsOf(constant);
    }

    OperatorLookup operators();
}
