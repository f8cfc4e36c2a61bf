package org.cotangent.testkit.jqwik;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Shrinkable;
import net.jqwik.api.ShrinkingDistance;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.testkit.Case;
import org.cotangent.testkit.Simpler;
import org.cotangent.testkit.law.Legality;

/**
 * Arbitrary calls of operators, and attributes.
 *
 * <p>Calls shrink as those of the laws do: first axes become shorter and fewer, then attributes, inputs and outputs
 * fewer, then numbers plainer. Whatever they shrink to is legal.
 */
public final class Calls {
    private Calls() {}

    /** {@return calls from the domain of an operator, of a size up to this one} */
    public static Arbitrary<Domain.Sample> of(Operator operator, int size) {
        return Arbitraries.fromGenerator(
                random -> new Call(Case.drawn(operator, 1 + random.nextInt(size), random.nextLong())));
    }

    /** {@return attributes of these names, each there or not; they shrink to none} */
    public static Arbitrary<Attributes> attributes(Map<String, ? extends Arbitrary<? extends Attribute>> values) {
        Arbitrary<Attributes> all = Arbitraries.just(Attributes.none());
        for (Map.Entry<String, ? extends Arbitrary<? extends Attribute>> value : values.entrySet()) {
            Arbitrary<List<Attribute>> maybe = value.getValue()
                    .<Attribute>map(attribute -> attribute)
                    .list()
                    .ofMaxSize(1);
            all = Combinators.combine(all, maybe)
                    .as((before, last) -> last.isEmpty() ? before : before.with(value.getKey(), last.getFirst()));
        }
        return all;
    }

    private record Call(Case which) implements Shrinkable<Domain.Sample> {
        @Override
        public Domain.Sample value() {
            return which.sample();
        }

        @Override
        public Stream<Shrinkable<Domain.Sample>> shrink() {
            return Simpler.than(which)
                    .filter(sample -> Legality.accepts(which.operator(), sample))
                    .map(sample -> new Call(which.with(sample)));
        }

        @Override
        public ShrinkingDistance distance() {
            List<Long> distances = new ArrayList<>(List.of(which.elements(), 0L, 0L, 0L));
            for (Tensor input : which.sample().inputs()) {
                distances.set(1, distances.get(1) + (input == null ? 0 : input.rank()));
                distances.set(2, distances.get(2) + (input == null ? 0 : 1));
                distances.set(
                        3,
                        distances.get(3) + (input == null ? 0 : input.toString().length()));
            }
            distances.set(
                    2,
                    distances.get(2)
                            + which.sample().outputs()
                            + which.sample().attributes().names().size());
            return ShrinkingDistance.of(
                    distances.stream().mapToLong(Long::longValue).toArray());
        }
    }
}
