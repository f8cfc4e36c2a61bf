package org.cotangent.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.module.ModuleDescriptor.Requires;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which module may know which. The compiler holds the classes to what their module descriptor requires. */
class ModuleArrowsTest {
    private static final Set<String> EVERYWHERE = Set.of("java.base", "org.jspecify");

    private static final Map<String, Set<String>> ALLOWED = Map.of(
            "org.cotangent.spi", Set.of(),
            "org.cotangent.ops", Set.of("org.cotangent.spi"),
            "org.cotangent.engine", Set.of("org.cotangent.spi", "com.google.guice", "jakarta.inject"),
            "org.cotangent.cpu", Set.of("org.cotangent.spi", "jdk.incubator.vector"),
            "org.cotangent.opencl", Set.of("org.cotangent.spi"),
            "org.cotangent.onnx", Set.of("org.cotangent.spi", "com.google.protobuf"),
            "org.cotangent.train",
                    Set.of("org.cotangent.spi", "org.cotangent.engine", "org.cotangent.onnx", "org.cotangent.ops"),
            "org.cotangent.testkit",
                    Set.of(
                            "org.cotangent.spi",
                            "org.cotangent.engine",
                            "org.cotangent.onnx",
                            "org.cotangent.ops",
                            "org.junit.jupiter.api",
                            "net.jqwik.api",
                            "net.jqwik.engine"),
            "org.cotangent.cli",
                    Set.of(
                            "org.cotangent.spi",
                            "org.cotangent.engine",
                            "org.cotangent.onnx",
                            "org.cotangent.train",
                            "info.picocli",
                            "com.google.gson"));

    @Test
    void everyModuleIsSeen() {
        Set<String> names = BuiltModule.all().stream().map(BuiltModule::name).collect(Collectors.toSet());
        assertEquals(ALLOWED.keySet(), names);
    }

    @Test
    void modulesRequireOnlyWhatTheyMay() {
        Map<String, Set<String>> excess = new TreeMap<>();
        for (BuiltModule module : BuiltModule.all()) {
            Set<String> required = module.descriptor().requires().stream()
                    .map(Requires::name)
                    .collect(Collectors.toCollection(TreeSet::new));
            required.removeAll(EVERYWHERE);
            required.removeAll(ALLOWED.getOrDefault(module.name(), Set.of()));
            if (!required.isEmpty()) {
                excess.put(module.name(), required);
            }
        }
        assertEquals(Map.of(), excess);
    }
}
