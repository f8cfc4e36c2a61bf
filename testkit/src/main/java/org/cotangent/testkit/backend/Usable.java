package org.cotangent.testkit.backend;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.cotangent.spi.backend.Availability;
import org.cotangent.spi.backend.Backend;
import org.cotangent.spi.backend.Device;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.testkit.calculus.Verdict;

/**
 * The backend is found, can be asked whether it is usable, and says the same about itself twice; its providers name it.
 */
record Usable() implements BackendLaw {
    @Override
    public String name() {
        return "it is found and says what it is";
    }

    @Override
    public Verdict check(BackendUnderTest tested) {
        List<String> problems = new ArrayList<>();
        try (BackendUnderTest.Open open = tested.open()) {
            problems.addAll(open.kernels().problems());
            Backend backend = open.backend();
            if (!backend.probe().equals(backend.probe())) {
                problems.add("probe() says " + backend.probe() + " and then something else");
            }
            if (backend.probe() instanceof Availability.Available(String description) && description.isBlank()) {
                problems.add("probe() describes nothing");
            }
            Device device = backend.device();
            if (backend.isHost() != (device == null)) {
                problems.add("isHost() is " + backend.isHost() + ", and device() is " + device);
            }
            if (device != null && (device.name().isBlank() || device.largestBlock() <= 0)) {
                problems.add("the device is called '" + device.name() + "' and allocates at most "
                        + device.largestBlock() + " bytes");
            }
            List<String> providers = open.kernels().providers(tested.name()).stream()
                    .map(KernelProvider::name)
                    .toList();
            if (providers.isEmpty() || new HashSet<>(providers).size() < providers.size()) {
                problems.add("the providers of its kernels are " + providers
                        + ": there must be one, and each needs a name of its own");
            }
            backend.close();
        }
        return problems.isEmpty() ? Verdict.pass() : Verdict.fail(String.join("; ", problems));
    }
}
