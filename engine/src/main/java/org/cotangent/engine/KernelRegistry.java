package org.cotangent.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.ServiceLoader;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.UnsupportedException;
import org.cotangent.spi.backend.Availability;
import org.cotangent.spi.backend.Backend;
import org.cotangent.spi.backend.KernelProvider;

/** The backends and kernel providers that are there; immutable. */
public final class KernelRegistry {
    private final List<Backend> backends;
    private final List<KernelProvider> providers;
    private final List<String> problems;

    private KernelRegistry(Collection<Backend> backends, Collection<KernelProvider> providers, List<String> problems) {
        this.backends = List.copyOf(backends);
        this.providers = List.copyOf(providers);
        this.problems = List.copyOf(problems);
        for (Backend backend : backends) {
            for (Backend other : backends) {
                if (backend != other && backend.name().equals(other.name())) {
                    throw new CotangentException(
                            "backend '" + backend.name() + "' is provided twice: by " + Plugins.origin(backend)
                                    + " and by " + Plugins.origin(other) + ". Remove one of the two jars.");
                }
            }
        }
    }

    /** {@return the backends and kernels on the class path and module path that this loader sees} */
    public static KernelRegistry load(ClassLoader loader) {
        Plugins<Backend> backends = Plugins.load(ServiceLoader.load(Backend.class, loader));
        Plugins<KernelProvider> providers = Plugins.load(ServiceLoader.load(KernelProvider.class, loader));
        List<String> problems = new ArrayList<>(backends.problems());
        problems.addAll(providers.problems());
        return new KernelRegistry(backends.found(), providers.found(), problems);
    }

    public static KernelRegistry of(Collection<Backend> backends, Collection<KernelProvider> providers) {
        return new KernelRegistry(backends, providers, List.of());
    }

    public List<Backend> backends() {
        return backends;
    }

    /** {@return the backend of this name, which must be usable here} */
    public Backend backend(String name) {
        for (Backend backend : backends) {
            if (backend.name().equals(name)) {
                if (backend.probe() instanceof Availability.Unavailable(String reason, String remedy)) {
                    throw new UnsupportedException(
                            "backend '" + name + "' cannot be used here: " + reason + ". " + remedy);
                }
                return backend;
            }
        }
        throw new UnsupportedException("there is no backend '" + name + "'; there are "
                + backends.stream().map(Backend::name).toList() + ". Add its jar to the class path or module path.");
    }

    /** {@return the providers of kernels for a backend} */
    public List<KernelProvider> providers(String backend) {
        return providers.stream().filter(p -> p.backend().equals(backend)).toList();
    }

    /** {@return what is wrong with plug-ins that were left out} */
    public List<String> problems() {
        return problems;
    }
}
