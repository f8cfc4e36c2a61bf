package org.cotangent.spi.backend;

import org.cotangent.spi.TypeException;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;
import org.jspecify.annotations.Nullable;

/** What is known about a call when its kernel is prepared: everything but the elements of most inputs. */
public interface Preparation {
    Operator operator();

    /** {@return the attributes, defaults filled in} */
    Attributes attributes();

    /** {@return the name of the node, for messages} */
    String name();

    int inputCount();

    int outputCount();

    /** {@return the static type of input {@code i}; null if it is absent or no tensor} */
    @Nullable
    TensorType findInput(int i);

    /**
     * {@return the type of output {@code i}; null if nobody asked for it or it is no tensor} Symbolic sizes depend on
     * the data.
     */
    @Nullable
    TensorType findOutput(int i);

    /**
     * {@return the elements of input {@code i}, if they are the same in every run; to be read only}
     *
     * <p>A call whose output shapes depend on the elements of fixed inputs (the shape of Reshape, the starts of Slice)
     * is prepared when these are known, and finds them here.
     */
    @Nullable
    Tensor constant(int i);

    /** {@return the graph in an attribute, to be run by the kernel, which closes it} */
    default Subgraph subgraph(String attribute) {
        throw new UnsupportedOperationException(name() + ": the graph '" + attribute + "' cannot be run here");
    }

    /** {@return the compute threads} */
    Parallel parallel();

    /** {@return how exactly products of 32-bit floats must be computed} */
    default ProductPrecision precision() {
        return ProductPrecision.FP32;
    }

    /** {@return the device that kernels of its backend run on; null if there is none} */
    default @Nullable Device device() {
        return null;
    }

    default boolean hasInput(int i) {
        return i < inputCount() && findInput(i) != null;
    }

    default boolean hasOutput(int i) {
        return i < outputCount() && findOutput(i) != null;
    }

    default TensorType input(int i) {
        TensorType type = i < inputCount() ? findInput(i) : null;
        if (type == null) {
            throw new TypeException(name() + ": input " + i + " is absent");
        }
        return type;
    }

    default TensorType output(int i) {
        TensorType type = i < outputCount() ? findOutput(i) : null;
        if (type == null) {
            throw new TypeException(name() + ": output " + i + " is not asked for");
        }
        return type;
    }
}
