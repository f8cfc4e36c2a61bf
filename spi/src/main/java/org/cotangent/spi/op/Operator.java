package org.cotangent.spi.op;

import java.util.List;
import org.cotangent.spi.tensor.ValueType;

/**
 * A tensor operator {@code (y_1 ... y_m) = phi(x_1 ... x_d; w)}: its identity, its forward map and its derivatives.
 *
 * <p>Operators are plug-ins: a public class with a public constructor without arguments, named in
 * {@code META-INF/services/org.cotangent.spi.op.Operator} (and in {@code provides} of its module). They hold no state;
 * one instance serves all graphs and threads. An operator is written once, at its newest version; older forms are
 * rewritten when a file is read.
 */
public interface Operator {
    /** {@return who this is} */
    OperatorId id();

    /** {@return ports and attributes} The framework checks calls against them before the operator sees one. */
    Signature signature();

    /**
     * {@return the types of the outputs, as many as {@link Inference#outputCount()}}
     *
     * <p>Counts, element types and attribute kinds were checked against the {@link #signature()}; what remains are
     * shapes, which may be symbolic. Throws {@link org.cotangent.spi.ShapeException} or another typed error for inputs
     * that do not fit.
     */
    List<? extends ValueType> infer(Inference call);

    /** {@return how to compute the outputs} */
    Forward forward();

    /**
     * {@return how the outputs change with the inputs and parameters} The weakest description that is true is the best.
     */
    Derivative derivative();

    /** {@return legal calls for tests of this operator} Needed only where random tensors of equal shape will not do. */
    default Domain domain() {
        return Domain.ofSignature(signature());
    }
}
