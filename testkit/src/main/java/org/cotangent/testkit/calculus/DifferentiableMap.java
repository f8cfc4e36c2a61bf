package org.cotangent.testkit.calculus;

import java.util.List;

/** A map between products of tensor spaces together with what somebody claims its Jacobian products are. */
public interface DifferentiableMap {
    /** {@return the point at which the map is examined} */
    TensorTuple point();

    /** {@return names of the parts of the argument, for reports} */
    List<String> inputs();

    /** {@return names of the parts of the value, for reports} */
    List<String> outputs();

    TensorTuple apply(TensorTuple x);

    /** {@return {@code J(x) v}} */
    TensorTuple jvp(TensorTuple x, TensorTuple v);

    /** {@return {@code J(x)^T u}} */
    TensorTuple vjp(TensorTuple x, TensorTuple u);

    /** {@return the map {@code (x, u) -> J(x)^T u}, to be examined at {@link #point()} and this {@code u}} */
    DifferentiableMap pullback(TensorTuple u);
}
