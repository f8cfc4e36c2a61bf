package org.cotangent.autograd;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.engine.autodiff.Site;
import org.cotangent.engine.eager.Recorder;
import org.cotangent.engine.eager.Tape;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.jspecify.annotations.Nullable;

/**
 * Gradients of {@code sum over outputs of <cotangent, output>}, and how to take them.
 *
 * <p>A cotangent of a scalar is 1 unless another is given. Taking the gradients frees the graph behind the outputs,
 * unless it is retained.
 */
public final class Gradients {
    private final Autograd autograd;
    private final Recorder recorder;
    private final List<Variable> outputs;
    private List<Variable> cotangents = List.of();
    private boolean retain;
    private boolean create;
    private boolean allowUnused;

    Gradients(Autograd autograd, List<Variable> outputs) {
        this.autograd = autograd;
        this.recorder = autograd.recorder();
        this.outputs = outputs;
        if (outputs.isEmpty()) {
            throw new GraphException("gradients are taken of one variable or more");
        }
    }

    /** {@return these gradients, of outputs that are weighted by cotangents of their shapes} */
    public Gradients cotangents(Variable... values) {
        if (values.length != outputs.size()) {
            throw new ShapeException(
                    outputs.size() + " outputs take " + outputs.size() + " cotangents, not " + values.length);
        }
        cotangents = List.of(values);
        return this;
    }

    /** {@return these gradients; the graph is kept, so that it can be used again} */
    public Gradients retainGraph() {
        retain = true;
        return this;
    }

    /** {@return these gradients; they can be differentiated themselves, and the graph is kept} */
    public Gradients createGraph() {
        create = true;
        return this;
    }

    /** {@return these gradients; they are zero for inputs on which the outputs do not depend} */
    public Gradients allowUnused() {
        allowUnused = true;
        return this;
    }

    /** {@return the gradient with respect to each of these variables} */
    public List<Variable> of(Variable... inputs) {
        Tape tape = tape();
        Map<Leaf, Set<Value>> leaves = leaves(tape);
        List<Set<Value>> wanted = new ArrayList<>();
        for (Variable input : inputs) {
            wanted.add(values(input, leaves));
        }
        Map<Value, Value> found = pull(tape, wanted);
        List<Variable> gradients = new ArrayList<>();
        for (int i = 0; i < inputs.length; i++) {
            Variable gradient = total(wanted.get(i), found);
            if (gradient == null && !allowUnused) {
                throw new GraphException("the output does not depend on input " + i + " " + inputs[i].type()
                        + ": if that is meant, ask with allowUnused()");
            }
            gradients.add(
                    gradient != null
                            ? gradient
                            : autograd.variable(autograd.formulas().zerosLike(inputs[i].value())));
        }
        return gradients;
    }

    /** Adds the gradients to {@code grad} of all leaves that the outputs depend on. */
    public void backward() {
        if (autograd.isTracing()) {
            throw new GraphException("a function that is being traced cannot leave gradients behind: take them with"
                    + " grad(...) and return them");
        }
        Tape tape = tape();
        Map<Leaf, Set<Value>> leaves = leaves(tape);
        Map<Value, Value> found = pull(tape, leaves.values());
        leaves.forEach((leaf, values) -> {
            Variable gradient = total(values, found);
            if (gradient != null) {
                recorder.recording(create, () -> {
                    leaf.add(gradient);
                    return leaf;
                });
            }
        });
    }

    private Tape tape() {
        for (Variable output : outputs) {
            if (!output.requiresGrad()) {
                throw new GraphException("an output " + output.type() + " does not require gradients: nothing it was"
                        + " computed from does, or that was not recorded");
            }
        }
        return Tape.behind(recorder, outputs.stream().map(Variable::value).toList());
    }

    /** {@return the leaves that the calls read, each with the values that stand for it} */
    private Map<Leaf, Set<Value>> leaves(Tape tape) {
        Map<Leaf, Set<Value>> leaves = new LinkedHashMap<>();
        for (Site site : tape.sites()) {
            for (Value input : site.inputs()) {
                note(input, leaves);
            }
        }
        outputs.forEach(output -> note(output.value(), leaves));
        return leaves;
    }

    private void note(@Nullable Value value, Map<Leaf, Set<Value>> leaves) {
        Leaf leaf = value == null ? null : autograd.leafOf(value);
        if (leaf != null) {
            leaves.computeIfAbsent(leaf, l -> new LinkedHashSet<>()).add(value);
        }
    }

    /** A leaf that was written in place is several values, the others are one. */
    private static Set<Value> values(Variable input, Map<Leaf, Set<Value>> leaves) {
        if (!input.requiresGrad()) {
            throw new GraphException("an input " + input.type() + " does not require gradients: call requireGrad()"
                    + " before it is used");
        }
        Leaf leaf = input.leaf();
        return leaf == null ? Set.of(input.value()) : leaves.getOrDefault(leaf, Set.of());
    }

    private Map<Value, Value> pull(Tape tape, Iterable<Set<Value>> wanted) {
        Set<Value> all = new LinkedHashSet<>();
        wanted.forEach(all::addAll);
        Map<Value, Value> found = recorder.recording(create, () -> tape.pull(autograd.formulas(), seeds(), all));
        if (!retain && !create) {
            recorder.release(tape.sites());
        }
        return found;
    }

    private Map<Value, Value> seeds() {
        Map<Value, Value> seeds = new HashMap<>();
        for (int i = 0; i < outputs.size(); i++) {
            Variable output = outputs.get(i);
            Value seed = cotangents.isEmpty() ? output.one() : cotangent(output, cotangents.get(i));
            seeds.merge(output.value(), seed, autograd.formulas()::add);
        }
        return seeds;
    }

    private static Value cotangent(Variable output, Variable cotangent) {
        if (!output.value().type().equals(cotangent.value().type())) {
            throw new ShapeException("a cotangent " + cotangent.type() + " does not fit the output " + output.type());
        }
        return cotangent.value();
    }

    private @Nullable Variable total(Set<Value> values, Map<Value, Value> found) {
        return values.stream()
                .map(found::get)
                .filter(Objects::nonNull)
                .map(autograd::variable)
                .reduce(Variable::add)
                .orElse(null);
    }
}
