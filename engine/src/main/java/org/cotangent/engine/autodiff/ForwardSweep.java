package org.cotangent.engine.autodiff;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Tangent;
import org.cotangent.spi.tensor.UnknownType;

/** Pushes tangents forward through a list of calls. */
public final class ForwardSweep {
    private final Formulas f;
    private final Map<Value, Tangent> tangents;
    private final Set<Value> unknown = new HashSet<>();

    /** @param tangents by value, compared by identity; those of the outputs of calls are added */
    public ForwardSweep(Formulas f, Map<Value, Tangent> tangents) {
        this.f = f;
        this.tangents = tangents;
    }

    /** Pushes through these calls, in their order. */
    public void over(List<Site> sites) {
        for (Site site : sites) {
            requireTypes(site);
            List<Tangent> inputs = new ArrayList<>();
            boolean moves = false;
            for (int i = 0; i < site.inputs().size(); i++) {
                Value input = site.inputs().get(i);
                Tangent tangent = input == null || !site.isDifferentiable(i)
                        ? Tangent.none()
                        : tangents.getOrDefault(input, Tangent.zero());
                moves |= tangent instanceof Tangent.Of;
                inputs.add(tangent);
            }
            if (moves) {
                List<Tangent> outputs = JacobianProducts.jvp(f, site, inputs);
                for (int i = 0; i < site.outputs().size(); i++) {
                    Value output = site.outputs().get(i);
                    tangents.put(output, outputs.get(i));
                    if (output.type() instanceof UnknownType) {
                        unknown.add(output);
                    }
                }
            }
        }
    }

    /** A value of unknown type may move, which must not be overlooked. */
    private void requireTypes(Site site) {
        for (int i = 0; i < site.inputs().size(); i++) {
            Value input = site.inputs().get(i);
            if (input != null && unknown.contains(input) && site.isUnknown(i)) {
                throw site.refusal(i);
            }
        }
    }
}
