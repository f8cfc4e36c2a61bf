package org.cotangent.bench.kernel;

import java.util.Arrays;
import java.util.List;
import org.cotangent.spi.op.Attributes;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operator.
 *
 * @param name for the report
 * @param domain of the operator, {@code ""} for ONNX's own
 * @param operator its type
 * @param attributes of the call
 * @param inputs sizes of the inputs; {@code shape:...} inputs are lists of numbers instead
 * @param constants which inputs are the same in every run
 * @param chain the operator, if it is none that is registered
 * @param work floating-point operations, or bytes where memory is the limit
 */
record KernelCase(
        String name,
        String domain,
        String operator,
        Attributes attributes,
        List<Operand> inputs,
        List<Integer> constants,
        @Nullable Chain chain,
        double work) {

    /** A call of a registered operator. */
    KernelCase(
            String name,
            String domain,
            String operator,
            Attributes attributes,
            List<Operand> inputs,
            List<Integer> constants,
            double work) {
        this(name, domain, operator, attributes, inputs, constants, null, work);
    }

    /** A call of a chain. */
    static KernelCase of(Chain chain, double work, Operand... inputs) {
        return new KernelCase(
                chain.name() + " " + inputs[0],
                "",
                chain.name(),
                Attributes.none(),
                List.of(inputs),
                List.of(),
                chain,
                work);
    }

    /** An input of random numbers, or a list of whole numbers. */
    sealed interface Operand {
        /** Random float32 numbers. */
        @SuppressWarnings("ArrayRecordComponent") // read once
        record Numbers(long... sizes) implements Operand {
            @Override
            public String toString() {
                return Arrays.toString(sizes);
            }
        }

        /** The numbers themselves. */
        @SuppressWarnings("ArrayRecordComponent") // read once
        record Sizes(long... values) implements Operand {}
    }
}
