package org.cotangent.engine.autodiff;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.UnknownType;

/** Which values depend on others in a way that may be differentiated. */
final class Activity {
    private Activity() {}

    /** {@return the wanted values and those that depend on them; values of unknown type may} */
    static Set<Value> of(List<Site> sites, Collection<Value> wanted) {
        Set<Value> active = new HashSet<>(wanted);
        for (Site site : sites) {
            boolean moves = IntStream.range(0, site.inputs().size())
                    .filter(i -> site.isDifferentiable(i) || site.isUnknown(i))
                    .anyMatch(i -> active.contains(site.inputs().get(i)));
            if (moves) {
                site.outputs().stream()
                        .filter(output -> Tangents.hasTangents(output) || output.type() instanceof UnknownType)
                        .forEach(active::add);
            }
        }
        return active;
    }
}
