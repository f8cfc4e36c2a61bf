package org.cotangent.train;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.train.optim.Optimizer;

/**
 * Parameters that learn in a way of their own. A parameter belongs to the first group of the recipe that has it.
 *
 * <p>Biases and normalisations without weight decay, as is usual:
 * {@code recipe.withGroups(ParameterGroup.vectors().withWeightDecay(0))}.
 *
 * @param rateFactor what the learning rate is multiplied by
 * @param settings gives the group's optimiser for that of the recipe
 */
public record ParameterGroup(Members members, double rateFactor, UnaryOperator<Optimizer> settings) {
    /** Which parameters belong to a group. */
    @FunctionalInterface
    public interface Members {
        boolean contains(String name, TensorType type);
    }

    /** {@return the group of these parameters} */
    public static ParameterGroup where(Members members) {
        return new ParameterGroup(members, 1, UnaryOperator.identity());
    }

    /** {@return the group of the parameters of these names} */
    public static ParameterGroup of(Collection<String> names) {
        Set<String> all = Set.copyOf(names);
        return where((name, type) -> all.contains(name));
    }

    /**
     * {@return the group of the parameters whose names match one of these globs}
     *
     * <p>{@code *} stands for any characters but {@code .} and {@code /}, {@code **} for any characters, {@code ?} for
     * one.
     */
    public static ParameterGroup matching(String... globs) {
        List<NamePattern> patterns = Stream.of(globs).map(NamePattern::of).toList();
        return where((name, type) -> patterns.stream().anyMatch(pattern -> pattern.matches(name)));
    }

    /** {@return the group of all parameters with fewer than two axes: biases, and scales of normalisations} */
    public static ParameterGroup vectors() {
        return where((name, type) -> type.shape().rank() < 2);
    }

    /** {@return this group with the learning rate multiplied by a factor} */
    public ParameterGroup withRate(double factor) {
        return new ParameterGroup(members, factor, settings);
    }

    /** {@return this group with a weight decay of its own} */
    public ParameterGroup withWeightDecay(double decay) {
        return new ParameterGroup(
                members, rateFactor, optimizer -> settings.apply(optimizer).withWeightDecay(decay));
    }

    /** {@return this group with an optimiser of its own} */
    public ParameterGroup withOptimizer(Optimizer other) {
        return new ParameterGroup(members, rateFactor, optimizer -> other);
    }
}
