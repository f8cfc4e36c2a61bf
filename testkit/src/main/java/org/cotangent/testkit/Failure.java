package org.cotangent.testkit;

import java.util.stream.IntStream;

/**
 * A law that an operator breaks, with the smallest case that was found.
 *
 * @param seed of the whole examination, with which it can be repeated
 * @param details analytic and numeric values, or whatever shows that the law is broken
 */
public record Failure(Case which, String law, long seed, String details) {
    /** {@return operator, law, case, numbers, and the code that repeats it} */
    public String describe() {
        var sample = which.sample();
        var operator = which.operator();
        StringBuilder text = new StringBuilder();
        text.append(operator.id()).append(" breaks the law '").append(law).append("'\n");
        text.append("  details     ").append(details).append('\n');
        text.append("  attributes  ").append(sample.attributes()).append('\n');
        IntStream.range(0, sample.inputs().size())
                .forEach(i -> text.append("  input ")
                        .append(i)
                        .append(" '")
                        .append(operator.signature().input(i).name())
                        .append("'  ")
                        .append(
                                sample.inputs().get(i) == null
                                        ? "absent"
                                        : sample.inputs().get(i))
                        .append('\n'));
        text.append("  outputs     ").append(sample.outputs()).append('\n');
        text.append("  repeat with -Dcotangent.seed=").append(seed).append(", or this call alone with\n");
        return text.append(new Snippet(which, law).code().indent(6)).toString();
    }
}
