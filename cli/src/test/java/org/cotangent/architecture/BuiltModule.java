package org.cotangent.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One of the modules of this project, as it was built: a folder of classes or a jar.
 *
 * @param root ends in a slash
 */
record BuiltModule(ModuleDescriptor descriptor, String root) {
    private static final String DESCRIPTOR = "module-info.class";

    /** {@return those on the class path, by name} */
    static List<BuiltModule> all() {
        List<BuiltModule> modules = new ArrayList<>();
        try {
            for (URL url : loader().resources(DESCRIPTOR).toList()) {
                try (InputStream in = url.openStream()) {
                    ModuleDescriptor descriptor = ModuleDescriptor.read(in);
                    if (descriptor.name().startsWith("org.cotangent.")) {
                        String path = url.toString();
                        modules.add(
                                new BuiltModule(descriptor, path.substring(0, path.length() - DESCRIPTOR.length())));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        modules.sort(Comparator.comparing(BuiltModule::name));
        return modules;
    }

    private static ClassLoader loader() {
        return BuiltModule.class.getClassLoader();
    }

    String name() {
        return descriptor.name();
    }

    Location location() {
        return Location.of(URI.create(root));
    }

    JavaClasses classes() {
        return new ClassFileImporter().importLocations(Set.of(location()));
    }

    /** {@return the classes that the module descriptor provides for a service} */
    Set<String> provided(String service) {
        return descriptor.provides().stream()
                .filter(provides -> provides.service().equals(service))
                .flatMap(provides -> provides.providers().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** {@return the lines of the service file, in their order; none if there is no such file} */
    List<String> listed(String service) {
        String file = root + "META-INF/services/" + service;
        try {
            for (URL url : loader().resources("META-INF/services/" + service).toList()) {
                if (url.toString().equals(file)) {
                    try (InputStream in = url.openStream()) {
                        return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                                .lines()
                                .map(line -> line.replaceAll("#.*", "").strip())
                                .filter(line -> !line.isEmpty())
                                .toList();
                    }
                }
            }
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
