package org.cotangent.ops.internal.control.derivative;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.op.GraphDerivatives;

/**
 * Where the movement of some inputs of an iteration gets to in the end, since iterations hand values on.
 *
 * @param inputs the inputs of the body that move in some iteration
 * @param outputs the outputs of the body that move in some iteration
 */
record Spread(Set<Integer> inputs, Set<Integer> outputs) {
    /**
     * {@return how far the movement of these inputs gets}
     *
     * @param firstInput the first of the inputs that take what was handed on
     * @param firstOutput the first of the outputs that are handed on
     * @param count how many are
     */
    static Spread of(
            GraphDerivatives graphs,
            Graph body,
            Collection<Integer> moving,
            int firstInput,
            int firstOutput,
            int count) {
        Set<Integer> inputs = new TreeSet<>(moving);
        while (true) {
            Set<Integer> outputs = new TreeSet<>(graphs.dependents(body, inputs));
            boolean grew = false;
            for (int output : outputs) {
                if (output >= firstOutput && output < firstOutput + count) {
                    grew |= inputs.add(output - firstOutput + firstInput);
                }
            }
            if (!grew) {
                return new Spread(inputs, outputs);
            }
        }
    }
}
