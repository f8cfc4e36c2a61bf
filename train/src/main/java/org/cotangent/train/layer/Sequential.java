package org.cotangent.train.layer;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.UnaryOperator;
import org.cotangent.autograd.Variable;
import org.jspecify.annotations.Nullable;

/** Functions one after the other: layers, activations, or any other such as {@code Variable::relu}. */
public final class Sequential extends UnaryLayer {
    private final List<UnaryOperator<Variable>> steps;

    @SafeVarargs
    public Sequential(UnaryOperator<Variable>... steps) {
        this(List.of(steps));
    }

    public Sequential(List<? extends UnaryOperator<Variable>> steps) {
        this.steps = List.copyOf(steps);
    }

    /** {@return step {@code i}} */
    public UnaryOperator<Variable> get(int i) {
        return steps.get(i);
    }

    public int size() {
        return steps.size();
    }

    @Override
    protected SequencedMap<String, @Nullable Object> members() {
        SequencedMap<String, @Nullable Object> members = new LinkedHashMap<>();
        steps.forEach(step -> members.put(String.valueOf(members.size()), step));
        return members;
    }

    @Override
    public Variable forward(Variable x) {
        Variable y = x;
        for (UnaryOperator<Variable> step : steps) {
            y = step.apply(y);
        }
        return y;
    }
}
