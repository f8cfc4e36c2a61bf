package org.cotangent.ops.internal.ml;

import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** The names of classes, strings or integers. */
public record ClassLabels(Tensor names) {
    /** {@return the labels in whichever attribute is there; none is the same as an empty list of integers} */
    public static ClassLabels of(Attributes attributes, String integers, String strings) {
        boolean hasStrings =
                attributes.has(strings) && !attributes.texts(strings).isEmpty();
        boolean hasIntegers = attributes.has(integers) && attributes.integers(integers).length > 0;
        if (hasStrings && hasIntegers) {
            throw new AttributeException("only one of " + integers + " and " + strings + " may be there");
        }
        if (hasStrings) {
            String[] words = attributes.texts(strings).toArray(String[]::new);
            return new ClassLabels(Tensor.of(words, words.length));
        }
        return new ClassLabels(Tensor.vector(hasIntegers ? attributes.integers(integers) : new long[0]));
    }

    public int count() {
        return (int) names.elements();
    }

    public DType dtype() {
        return names.dtype();
    }

    /** {@return the labels of classes, given their numbers; the numbers themselves if there are no labels} */
    public Value of(Formulas f, Value numbers) {
        return count() == 0 ? numbers : f.gather(f.constant(names), numbers, 0);
    }

    /** {@return the labels that scores choose, a column for each class; a single column chooses by its sign} */
    public Value chosen(Formulas f, Value scores) {
        return scores.shape().dim(1).is(1)
                ? choice(f, f.greater(f.squeeze(scores, 1), f.scalarLike(scores, 0)))
                : best(f, scores);
    }

    /** {@return the label of the class with the greatest score in each row, the first of equal ones} */
    public Value best(Formulas f, Value scores) {
        return of(f, f.op("ArgMax", Attributes.of("axis", 1).with("keepdims", 0), scores));
    }

    /**
     * {@return the labels of two classes, given whether the second is meant}
     *
     * <p>A single label is that of the second class; the first is then 0 or the empty string. Without labels they are 0
     * and 1.
     */
    public Value choice(Formulas f, Value isSecond) {
        Tensor both = Tensor.allocate(dtype(), 2);
        if (dtype() == DType.STRING) {
            both.strings()[0] = count() > 1 ? names.strings()[0] : "";
            both.strings()[1] = names.strings()[Math.min(1, count() - 1)];
        } else {
            both.setLong(0, count() > 1 ? names.getLong(0) : 0);
            both.setLong(1, count() > 0 ? names.getLong(Math.min(1, count() - 1)) : 1);
        }
        return f.gather(f.constant(both), f.cast(isSecond, DType.INT64), 0);
    }
}
