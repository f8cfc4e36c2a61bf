package org.cotangent.ops.internal.control.derivative;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.TensorType;

/**
 * Pulls cotangents back through iterations, the last one first.
 *
 * <p>The pullback of one iteration takes what the iteration took and the cotangents of what it gave. It gives the
 * cotangents of what was handed to it, which the iteration before takes, then those of the slices it took, which are
 * put together, then those of what all iterations share, which are added up.
 *
 * @param pullback of one iteration
 * @param arguments where each of its inputs comes from
 * @param handedOn the cotangents of what the last iteration gave
 * @param sliced for each cotangent of a slice, how they are put together
 * @param shared zeros for each value that all iterations share
 */
record ReverseIteration(
        Graph pullback, List<Argument> arguments, List<Value> handedOn, List<Axis> sliced, List<Value> shared) {
    /** Where the slices of a tensor lie, and whether the forward iteration began with the last one. */
    record Axis(int axis, boolean reversed) {}

    /** Where an input of the pullback comes from. */
    sealed interface Argument {
        /** What was handed back, by its number. */
        record HandedBack(int number) implements Argument {}

        /** A slice of a tensor. */
        record Slice(Value whole, Axis axis) implements Argument {}

        /** The tensor of a sequence for this iteration. */
        record Member(Value sequence) implements Argument {}

        /** A value that is the same for all iterations. */
        record Shared(Value value) implements Argument {}

        record Fixed(Tensor tensor) implements Argument {}

        /** The number of the iteration, in this type. */
        record Place(TensorType type) implements Argument {}

        /** What the loop had handed on before this iteration, by running it again. */
        record Replayed(int number) implements Argument {}
    }

    boolean takesSlices() {
        return arguments.stream().anyMatch(Argument.Slice.class::isInstance);
    }

    /** {@return what one backward iteration gives: handed back, sums, slices} */
    List<Value> results(Formulas g, List<Value> given, List<Value> sums) {
        List<Value> found = pullback.inline(g.emitter(), given);
        List<Value> results = new ArrayList<>(found.subList(0, handedOn.size()));
        int first = handedOn.size() + sliced.size();
        for (int k = 0; k < sums.size(); k++) {
            results.add(sum(g, sums.get(k), found.get(first + k)));
        }
        results.addAll(found.subList(handedOn.size(), first));
        return results;
    }

    private static Value sum(Formulas g, Value sum, Value next) {
        return sum.type() instanceof TensorType ? g.add(sum, next) : g.own("AddValues", Attributes.none(), sum, next);
    }
}
