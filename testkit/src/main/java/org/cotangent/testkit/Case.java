package org.cotangent.testkit;

import java.util.Objects;
import java.util.SplittableRandom;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.law.Trial;
import org.cotangent.testkit.law.Workbench;

/**
 * A call of an operator, with the seed of the directions in which laws look at it.
 *
 * @param size that the call was drawn at
 */
public record Case(Operator operator, Domain.Sample sample, int size, long seed) {
    /** {@return the call that a seed draws at a size} */
    public static Case drawn(Operator operator, int size, long seed) {
        return new Case(operator, operator.domain().sample(new SplittableRandom(seed), size), size, seed);
    }

    public Case with(Domain.Sample other) {
        return new Case(operator, other, size, seed);
    }

    public Trial on(Workbench bench) {
        return new Trial(bench, operator, sample, seed);
    }

    /** {@return the number of elements of all inputs} */
    public long elements() {
        return sample.inputs().stream()
                .filter(Objects::nonNull)
                .mapToLong(Tensor::elements)
                .sum();
    }
}
