package org.cotangent.testkit.law;

import java.util.List;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.op.Role;
import org.cotangent.spi.op.Signature;
import org.cotangent.spi.tensor.DType;

/** What an operator says about itself, as far as it decides which laws it must be tested by. */
final class Declared {
    private Declared() {}

    /** {@return whether the port has a tangent space in some call} */
    static boolean isSmooth(Port port) {
        return port.role() != Role.FIXED && port.type().allowed().stream().anyMatch(DType::isFloating);
    }

    static List<Port> smoothInputs(Operator operator) {
        return operator.signature().inputs().stream().filter(Declared::isSmooth).toList();
    }

    /** {@return whether there are calls with a Jacobian that can be had} */
    static boolean isDifferentiable(Operator operator) {
        return hasJacobian(operator) && !(operator.derivative() instanceof Derivative.Missing);
    }

    /**
     * {@return whether there are calls with a Jacobian in float64, where laws look at it, be it zero or not written}
     */
    static boolean hasJacobian(Operator operator) {
        return !smoothInputs(operator).isEmpty()
                && operator.signature().outputs().stream()
                        .anyMatch(port -> port.presence() != Port.Presence.RESIDUAL
                                && port.type().allowed().contains(DType.DOUBLE));
    }

    /** {@return whether an input and an output share their type, which may be this one or float64} */
    static boolean computesIn(Operator operator, DType dtype) {
        return smoothInputs(operator).stream()
                .anyMatch(port -> isOf(port, dtype)
                        && operator.signature().outputs().stream()
                                .anyMatch(output ->
                                        output.type().name().equals(port.type().name())));
    }

    private static boolean isOf(Port port, DType dtype) {
        return port.type().allowed().contains(dtype) && port.type().allowed().contains(DType.DOUBLE);
    }

    static boolean hasFixedInputs(Operator operator) {
        return operator.signature().inputs().stream().anyMatch(port -> port.role() == Role.FIXED);
    }

    /** {@return whether calls may have several inputs with a tangent space} */
    static boolean hasSeveralSmoothInputs(Operator operator) {
        Signature signature = operator.signature();
        return smoothInputs(operator).size() > 1
                || (signature.hasVariadicInput() && isSmooth(signature.inputs().getLast()));
    }

    /** {@return whether calls may differentiate by parameters and by other inputs} */
    static boolean hasInputsAndParameters(Operator operator) {
        return smoothInputs(operator).stream().map(Port::role).distinct().count() > 1;
    }
}
