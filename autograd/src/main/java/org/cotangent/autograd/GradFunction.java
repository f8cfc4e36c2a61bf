package org.cotangent.autograd;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.engine.autodiff.Site;
import org.cotangent.engine.eager.Recorder;
import org.cotangent.spi.graph.Value;
import org.jspecify.annotations.Nullable;

/** A node of the graph by which gradients are computed: a recorded operation, or the end at a leaf. */
public sealed interface GradFunction {
    /** {@return the type of the operator; {@code AccumulateGrad} at a leaf} */
    String name();

    /** {@return the functions that the gradients go on to, one for each input that requires gradients} */
    List<Next> nextFunctions();

    /**
     * Where a gradient goes on to.
     *
     * @param output which output of that function the input is
     */
    record Next(GradFunction function, int output) {}

    /** A recorded operation. */
    record Operation(Recorder recorder, Site site) implements GradFunction {
        @Override
        public String name() {
            return site.operator().id().type();
        }

        @Override
        public List<Next> nextFunctions() {
            List<Next> next = new ArrayList<>();
            for (Value input : site.inputs()) {
                if (input != null && recorder.requiresGrad(input)) {
                    Site origin = recorder.origin(input);
                    next.add(
                            origin == null
                                    ? new Next(new Accumulate(input), 0)
                                    : new Next(
                                            new Operation(recorder, origin),
                                            origin.outputs().indexOf(input)));
                }
            }
            return next;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Operation operation && operation.site == site;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(site);
        }

        @Override
        public String toString() {
            return name();
        }
    }

    /** Where the gradient of a leaf is added up. */
    record Accumulate(Value leaf) implements GradFunction {
        @Override
        public String name() {
            return "AccumulateGrad";
        }

        @Override
        public List<Next> nextFunctions() {
            return List.of();
        }

        @Override
        public String toString() {
            return name();
        }
    }

    /** {@return the function that the variable is the result of; null for leaves} */
    static @Nullable GradFunction of(Variable variable) {
        Recorder recorder = variable.autograd().recorder();
        Site origin = recorder.origin(variable.value());
        return origin == null ? null : new Operation(recorder, origin);
    }
}
