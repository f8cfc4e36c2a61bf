package org.cotangent.engine.eager;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.engine.autodiff.ForwardSweep;
import org.cotangent.engine.autodiff.ReverseSweep;
import org.cotangent.engine.autodiff.Site;
import org.cotangent.spi.ShapeException;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Tangent;
import org.jspecify.annotations.Nullable;

/**
 * The recorded calls that some values depend on.
 *
 * @param sites each after those it depends on
 */
public record Tape(List<Site> sites) {
    public Tape {
        sites = List.copyOf(sites);
    }

    /** {@return the calls behind these values} */
    public static Tape behind(Recorder recorder, Collection<? extends Value> values) {
        List<Site> order = new ArrayList<>();
        Set<Site> entered = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Site> done = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Site> stack = new ArrayDeque<>();
        values.forEach(value -> push(recorder, stack, value));
        while (!stack.isEmpty()) {
            Site site = stack.peek();
            if (entered.add(site)) {
                for (Value input : site.inputs()) {
                    push(recorder, stack, input);
                }
            } else {
                stack.pop();
                if (done.add(site)) {
                    order.add(site);
                }
            }
        }
        return new Tape(order);
    }

    private static void push(Recorder recorder, Deque<Site> stack, @Nullable Value value) {
        Site origin = value == null ? null : recorder.origin(value);
        if (origin != null) {
            stack.push(origin);
        }
    }

    /** {@return by value, the gradients of {@code sum <cotangent, value>}; those that vanish are left out} */
    public Map<Value, Value> pull(
            Formulas f, Map<? extends Value, ? extends Value> cotangents, Collection<? extends Value> wanted) {
        ReverseSweep sweep = new ReverseSweep(f, sites);
        cotangents.forEach((value, cotangent) -> sweep.seed(value, Tangent.of(cotangent)));
        return sweep.run(List.copyOf(wanted));
    }

    /** {@return the tangents of all values, given those of some; tangents that vanish are left out} */
    public Map<Value, Tangent> push(Formulas f, Map<Value, Tangent> tangents) {
        new ForwardSweep(f, tangents).over(sites);
        return tangents;
    }

    /** {@return a cotangent of 1} Throws {@link ShapeException} where the output is no scalar. */
    public static Value one(Formulas f, Value output) {
        if (!output.shape().elements().is(1)) {
            throw new ShapeException("gradients are taken of a scalar; the output is " + output.type()
                    + ": sum it up or give a cotangent");
        }
        return f.onesLike(output);
    }
}
