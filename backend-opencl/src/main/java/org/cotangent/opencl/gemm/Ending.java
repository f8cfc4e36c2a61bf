package org.cotangent.opencl.gemm;

import java.util.List;
import org.cotangent.spi.op.Scalar;
import org.jspecify.annotations.Nullable;

/**
 * What is done to sums before they are stored: {@code f(alpha sum + beta c, e1, e2, ...)}.
 *
 * @param alpha what sums are multiplied by
 * @param beta what c is multiplied by
 * @param summand whether there is a c: the first operand
 * @param expression f, of input 0, the scaled sum, and the other operands as inputs 1, 2, ...; null for the sum itself
 * @param operands c, if there is one, and what the expression reads
 */
public record Ending(
        double alpha,
        double beta,
        boolean summand,
        @Nullable Scalar expression,
        List<Factor> operands) {
    public Ending {
        operands = List.copyOf(operands);
    }

    /** Nothing. */
    public static Ending none() {
        return new Ending(1, 0, false, null, List.of());
    }
}
