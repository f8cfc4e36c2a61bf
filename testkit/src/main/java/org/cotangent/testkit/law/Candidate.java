package org.cotangent.testkit.law;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.cotangent.engine.kernel.KernelSelector;
import org.cotangent.spi.backend.Kernel;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.backend.Offer;
import org.cotangent.spi.backend.Preparation;
import org.cotangent.spi.op.Role;

/**
 * A kernel that can run a call. Laws run it themselves, so that it is certain which one ran.
 *
 * @param name of its provider, and what that says of it
 */
record Candidate(String name, Supplier<Kernel> kernel) {
    /** {@return the portable kernel, if the operator has one, and those that providers offer} */
    static List<Candidate> all(Trial trial, KernelCall call) {
        List<Candidate> all = new ArrayList<>();
        Preparation prepared = call.prepared();
        KernelSelector.Choice portable = new KernelSelector(List.of(), prepared.parallel()).select(prepared);
        if (portable != null) {
            all.add(new Candidate(portable.describe(), portable::prepare));
        }
        all.addAll(offered(trial, call));
        return all;
    }

    /**
     * {@return the kernels that providers offer, for parameters known beforehand and for others, on several threads}
     */
    static List<Candidate> offered(Trial trial, KernelCall call) {
        List<Candidate> offered = new ArrayList<>();
        for (Set<Role> constants : List.of(EnumSet.of(Role.FIXED), EnumSet.of(Role.FIXED, Role.PARAMETER))) {
            boolean packs = constants.contains(Role.PARAMETER);
            if (packs && trial.variable().stream().noneMatch(i -> trial.role(i) == Role.PARAMETER)) {
                continue;
            }
            Preparation prepared = call.prepared(new Splitting(), constants);
            for (KernelProvider provider : trial.bench().providers()) {
                if (provider.offer(prepared) instanceof Offer.Accepted accepted) {
                    String name =
                            provider.name() + " (" + accepted.description() + (packs ? ", parameters known)" : ")");
                    offered.add(new Candidate(name, accepted.kernel()));
                }
            }
        }
        return offered;
    }
}
