package org.cotangent.testkit;

import java.util.stream.IntStream;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Operator;

/**
 * A law that an operator breaks, with the smallest case that was found.
 *
 * @param size of the draw
 * @param seed of the whole examination, with which it can be repeated
 */
public record Failure(Operator operator, String law, Domain.Sample sample, int size, long seed, String details) {
    /** {@return operator, law, case, numbers and how to repeat it} */
    public String describe() {
        StringBuilder text = new StringBuilder();
        text.append(operator.id()).append(" breaks the law '").append(law).append("'\n");
        text.append("  details     ").append(details).append('\n');
        text.append("  attributes  ").append(sample.attributes()).append('\n');
        IntStream.range(0, sample.inputs().size()).forEach(i -> text.append("  input ")
                .append(i)
                .append(" '")
                .append(operator.signature().input(i).name())
                .append("'  ")
                .append(sample.inputs().get(i) == null ? "absent" : sample.inputs().get(i))
                .append('\n'));
        text.append("  outputs     ").append(sample.outputs()).append('\n');
        return text.append("  repeat with -Dcotangent.seed=").append(seed).append(" (size ").append(size).append(')').toString();
    }
}
