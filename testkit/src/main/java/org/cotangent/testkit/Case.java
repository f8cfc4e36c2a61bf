package org.cotangent.testkit;

import java.util.Objects;
import java.util.SplittableRandom;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.op.Port;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.law.Legality;
import org.cotangent.testkit.law.Trial;
import org.cotangent.testkit.law.Workbench;

/**
 * A call of an operator, with the seed of the directions in which laws look at it.
 *
 * @param size that the call was drawn at
 */
public record Case(Operator operator, Domain.Sample sample, int size, long seed) {
    /** {@return the call that a seed draws at a size; every other one asks for all optional outputs} */
    public static Case drawn(Operator operator, int size, long seed) {
        Domain.Sample sample = operator.domain().sample(new SplittableRandom(seed), size);
        Domain.Sample wide = sample.withOutputs(Math.max(sample.outputs(), outputs(operator)));
        boolean all = new SplittableRandom(~seed).nextBoolean() && Legality.accepts(operator, wide);
        return new Case(operator, all ? wide : sample, size, seed);
    }

    private static int outputs(Operator operator) {
        return (int) operator.signature().outputs().stream()
                .filter(port -> port.presence() == Port.Presence.REQUIRED || port.presence() == Port.Presence.OPTIONAL)
                .count();
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
