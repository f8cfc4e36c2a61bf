package org.cotangent.ops.internal.control;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.OptionalType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.UnknownType;
import org.cotangent.spi.tensor.ValueType;

/**
 * The types of values that an iteration hands on to the next: of their first values and of what every iteration makes
 * of them. A size that changes is made up once and then stands for all sizes, so that the search for such types ends.
 */
public final class Widening {
    private final Function<String, Dim> fresh;
    private final Set<Dim> varying = new HashSet<>();

    public Widening(Function<String, Dim> fresh) {
        this.fresh = fresh;
    }

    /** Gives the types after an iteration that begins with values of some types. */
    @FunctionalInterface
    public interface Step {
        List<ValueType> after(List<ValueType> before);
    }

    /** {@return the types before each iteration} */
    public List<ValueType> fixpoint(List<ValueType> first, Step step) {
        List<ValueType> before = first;
        while (true) {
            List<ValueType> after = step.after(before);
            List<ValueType> widened = new ArrayList<>();
            for (int i = 0; i < before.size(); i++) {
                widened.add(widen(before.get(i), after.get(i)));
            }
            if (widened.equals(before)) {
                return before;
            }
            before = widened;
        }
    }

    /**
     * {@return the type of the last of the values that have these types before and after an iteration}
     *
     * <p>A first value that is optional may be followed by what such a value holds; then that is the type.
     */
    public ValueType last(ValueType before, ValueType after) {
        return outside(before instanceof OptionalType && !(after instanceof OptionalType) ? after : before);
    }

    /** {@return the type outside the loop: sizes that change from iteration to iteration are made up again} */
    public ValueType outside(ValueType type) {
        return type.substitute(symbol -> varying.contains(Dim.symbol(symbol)) ? fresh.apply("last") : null);
    }

    private ValueType widen(ValueType before, ValueType after) {
        if (before instanceof UnknownType || after instanceof UnknownType) {
            return new UnknownType();
        }
        if (before instanceof TensorType a && after instanceof TensorType b && a.dtype() == b.dtype()) {
            return a.with(widen(a.shape(), b.shape()));
        }
        if (before instanceof SequenceType a && after instanceof SequenceType b) {
            return a.empty() ? b : b.empty() ? a : new SequenceType(widen(a.element(), b.element()));
        }
        if (before instanceof OptionalType(ValueType a) && after instanceof OptionalType(ValueType b)) {
            return new OptionalType(widen(a, b));
        }
        if (before instanceof OptionalType(ValueType a)) {
            return new OptionalType(widen(a, after));
        }
        throw new TypeException("an iteration makes " + after + " of " + before + ": kind and element type must stay");
    }

    private Shape widen(Shape before, Shape after) {
        if (!before.isRanked() || !after.isRanked() || before.rank() != after.rank()) {
            return Shape.unranked();
        }
        List<Dim> dims = new ArrayList<>();
        for (int axis = 0; axis < before.rank(); axis++) {
            Dim dim = before.dim(axis);
            if (!dim.equals(after.dim(axis)) && !varying.contains(dim)) {
                dim = fresh.apply("varying");
                varying.add(dim);
            }
            dims.add(dim);
        }
        return Shape.of(dims);
    }
}
