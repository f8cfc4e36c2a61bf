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

    private static final Map<String, Set<String>> ALLOWED = Map.ofEntries(
            entry("org.cotangent.spi"),
            entry("org.cotangent.ops", "org.cotangent.spi"),
            entry("org.cotangent.regex", "org.cotangent.spi", "re2j"),
            entry("org.cotangent.image", "org.cotangent.spi", "java.desktop"),
            entry(
                    "org.cotangent.picture",
                    "org.cotangent.spi",
                    "org.eclipse.elk.core",
                    "org.eclipse.elk.graph",
                    "org.eclipse.elk.alg.layered",
                    "org.eclipse.emf.common",
                    "org.eclipse.emf.ecore",
                    "com.google.gson"),
            entry("org.cotangent.engine", "org.cotangent.spi", "com.google.guice", "jakarta.inject"),
            entry("org.cotangent.cpu", "org.cotangent.spi", "jdk.incubator.vector"),
            entry("org.cotangent.opencl", "org.cotangent.spi", "jocl"),
            entry("org.cotangent.onnx", "org.cotangent.spi", "com.google.protobuf"),
            entry("org.cotangent.autograd", "org.cotangent.spi", "org.cotangent.engine", "org.cotangent.ops"),
            entry(
                    "org.cotangent.train",
                    "org.cotangent.spi",
                    "org.cotangent.engine",
                    "org.cotangent.autograd",
                    "org.cotangent.onnx",
                    "org.cotangent.ops",
                    "com.google.gson",
                    "com.google.protobuf",
                    "de.siegmar.fastcsv",
                    "java.desktop"),
            entry(
                    "org.cotangent.testkit",
                    "org.cotangent.spi",
                    "org.cotangent.engine",
                    "org.cotangent.onnx",
                    "org.cotangent.ops",
                    "org.junit.jupiter.api",
                    "net.jqwik.api",
                    "net.jqwik.engine"),
            entry(
                    "org.cotangent.cli",
                    "org.cotangent.spi",
                    "org.cotangent.engine",
                    "org.cotangent.onnx",
                    "org.cotangent.train",
                    "org.cotangent.picture",
                    "info.picocli",
                    "com.google.gson",
                    "de.siegmar.fastcsv",
                    "ai.djl.api",
                    "ai.djl.tokenizers"));

    private static Map.Entry<String, Set<String>> entry(String module, String... required) {
        return Map.entry(module, Set.of(required));
    }

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
