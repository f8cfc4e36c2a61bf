package org.cotangent.engine.autodiff;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Tangent;
import org.jspecify.annotations.Nullable;

/** Pulls cotangents back through a list of calls, adding up those of values that are used more than once. */
public final class ReverseSweep {
    private final Formulas f;
    private final List<Site> sites;
    private final Map<Value, List<Value>> cotangents = new HashMap<>();

    /** @param sites in the order in which they were emitted */
    public ReverseSweep(Formulas f, List<Site> sites) {
        this.f = f;
        this.sites = sites;
    }

    /** Adds a cotangent of a value, where the pull begins. */
    public void seed(Value value, Tangent cotangent) {
        if (cotangent instanceof Tangent.Of(Value u) && Tangents.hasTangents(value)) {
            cotangents.computeIfAbsent(value, v -> new ArrayList<>()).add(u);
        }
    }

    /** {@return the cotangents of the wanted values; those that vanish are left out} */
    public Map<Value, Value> run(Collection<Value> wanted) {
        Set<Value> active = Activity.of(sites, wanted);
        for (Site site : sites.reversed()) {
            Set<Integer> indices = activeInputs(site, active);
            if (site.outputs().stream().anyMatch(cotangents::containsKey)) {
                requireTypes(site, active);
                if (!indices.isEmpty()) {
                    pull(site, indices);
                }
            }
        }
        Map<Value, Value> found = new HashMap<>();
        for (Value value : wanted) {
            Value cotangent = total(value);
            if (cotangent != null) {
                found.put(value, cotangent);
            }
        }
        return found;
    }

    /** A value of unknown type may have a tangent space, which must not be overlooked. */
    private static void requireTypes(Site site, Set<Value> active) {
        for (int i = 0; i < site.inputs().size(); i++) {
            Value input = site.inputs().get(i);
            if (input != null && active.contains(input) && site.isUnknown(i)) {
                throw site.refusal(i);
            }
        }
    }

    private void pull(Site site, Set<Integer> indices) {
        List<Tangent> outputs = new ArrayList<>();
        for (Value output : site.outputs()) {
            Value cotangent = total(output);
            outputs.add(
                    cotangent != null
                            ? Tangent.of(cotangent)
                            : Tangents.hasTangents(output) ? Tangent.zero() : Tangent.none());
        }
        List<Tangent> inputs = JacobianProducts.vjp(f, site, outputs, indices);
        for (int i : indices) {
            Value input = site.inputs().get(i);
            if (input != null) {
                seed(input, inputs.get(i));
            }
        }
    }

    /** {@return the sum of what arrived, which is kept as one value from then on} */
    private @Nullable Value total(Value value) {
        List<Value> summands = cotangents.get(value);
        if (summands == null) {
            return null;
        }
        Value sum = Tangents.sum(f, summands);
        cotangents.put(value, new ArrayList<>(List.of(sum)));
        return sum;
    }

    private static Set<Integer> activeInputs(Site site, Set<Value> active) {
        Set<Integer> indices = new LinkedHashSet<>();
        for (int i = 0; i < site.inputs().size(); i++) {
            Value input = site.inputs().get(i);
            if (input != null && active.contains(input) && site.isDifferentiable(i)) {
                indices.add(i);
            }
        }
        return indices;
    }
}
