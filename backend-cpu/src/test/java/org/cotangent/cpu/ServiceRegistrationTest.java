package org.cotangent.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cotangent.spi.backend.Availability;
import org.cotangent.spi.backend.Backend;
import org.cotangent.spi.backend.KernelProvider;
import org.junit.jupiter.api.Test;

class ServiceRegistrationTest {

    private static <T> List<T> load(Class<T> service) {
        return ServiceLoader.load(service).stream()
                .filter(provider -> provider.type().getPackageName().startsWith("org.cotangent.cpu"))
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    private static Set<String> classes(Collection<?> plugins) {
        return plugins.stream()
                .map(plugin -> plugin.getClass().getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void theBackendIsThereAndAvailable() {
        Backend backend = load(Backend.class).getFirst();
        assertEquals("cpu", backend.name());
        assertTrue(backend.probe() instanceof Availability.Available(String text) && text.contains("Java Vector API"));
        assertEquals(ComputePool.configuredThreads(), backend.parallel().threads());
    }

    @Test
    void providersAreForThisBackendAndHaveNamesOfTheirOwn() {
        Set<String> names = new HashSet<>();
        for (KernelProvider provider : load(KernelProvider.class)) {
            assertEquals("cpu", provider.backend());
            assertTrue(names.add(provider.name()), provider.name() + " is there twice");
        }
        assertTrue(names.containsAll(List.of("pointwise", "matmul", "reduction", "normalization")));
    }

    @Test
    void theModuleProvidesWhatTheServiceFilesName() throws URISyntaxException {
        URL classes = CpuBackend.class.getProtectionDomain().getCodeSource().getLocation();
        ModuleDescriptor descriptor;
        try (InputStream file =
                classes.toURI().resolve("module-info.class").toURL().openStream()) {
            descriptor = ModuleDescriptor.read(file);
        } catch (IOException e) {
            assumeTrue(false, "classes are not those of a module: " + e);
            return;
        }
        for (Class<?> service : List.of(Backend.class, KernelProvider.class)) {
            Set<String> provided = descriptor.provides().stream()
                    .filter(provides -> provides.service().equals(service.getName()))
                    .flatMap(provides -> provides.providers().stream())
                    .collect(Collectors.toCollection(TreeSet::new));
            assertEquals(provided, classes(load(service)));
        }
    }
}
