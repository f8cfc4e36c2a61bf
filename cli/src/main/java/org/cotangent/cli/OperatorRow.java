package org.cotangent.cli;

import java.util.EnumSet;
import java.util.Set;
import org.cotangent.spi.op.Derivative;
import org.cotangent.spi.op.Forward;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.tensor.DType;

/**
 * What is told of an operator.
 *
 * @param opsetsIn versions of its operator set from which it is read
 * @param opsetsOut versions for which it is written
 * @param types element types of its inputs; of its outputs, if it has no inputs
 * @param why for a derivative that is none, or not the true one; else empty
 * @param kernels how it is computed, and the backends with kernels of their own
 * @param conformance how many of the official cases that call it pass
 */
record OperatorRow(
        String domain,
        String operator,
        String opsetsIn,
        String opsetsOut,
        String types,
        String derivative,
        String why,
        String kernels,
        String conformance) {

    static String types(Operator operator) {
        Set<DType> types = EnumSet.noneOf(DType.class);
        var ports = operator.signature().inputs().isEmpty()
                ? operator.signature().outputs()
                : operator.signature().inputs();
        for (Port port : ports) {
            types.addAll(port.type().allowed());
        }
        return TypeNames.of(types);
    }

    static String derivative(Derivative derivative) {
        return switch (derivative) {
            case Derivative.Zero z -> "zero";
            case Derivative.Missing m -> "missing";
            case Derivative.ByExpansion e -> "by expansion";
            case Derivative.Elementwise e -> "elementwise";
            case Derivative.Linear l -> "linear";
            case Derivative.Rules(var jvp, var vjp) -> jvp == null ? "vjp" : vjp == null ? "jvp" : "jvp and vjp";
            case Derivative.Surrogate s -> "surrogate";
        };
    }

    static String why(Derivative derivative) {
        return switch (derivative) {
            case Derivative.Zero(String why) -> why;
            case Derivative.Missing(String what) -> what;
            case Derivative.Surrogate(Derivative instead, String why) -> why;
            default -> "";
        };
    }

    static String kernels(Forward forward, Set<String> backends) {
        String own = switch (forward) {
            case Forward.Pointwise p -> "pointwise";
            case Forward.View v -> "view";
            case Forward.HostKernel k -> "portable";
            case Forward.ValueKernel k -> "portable";
            case Forward.Expansion e -> "expansion";
            case Forward.Composite c -> "composite";
        };
        return backends.isEmpty() ? own : own + ", " + String.join(", ", backends);
    }

    /** {@return the row of a table in Markdown} */
    String markdown() {
        String cell = why.isEmpty() ? derivative : derivative + ": " + why;
        return "| " + String.join(" | ", operator, opsetsIn, opsetsOut, types, cell, kernels, conformance) + " |\n";
    }
}
