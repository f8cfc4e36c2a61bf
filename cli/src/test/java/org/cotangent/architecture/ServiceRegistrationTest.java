package org.cotangent.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.cotangent.opencl.kernel.OpenClKernels;
import org.cotangent.spi.backend.Backend;
import org.cotangent.spi.backend.KernelProvider;
import org.cotangent.spi.onnx.Rewrite;
import org.cotangent.spi.op.Operator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plug-ins are found alike on the class path, by service files, and on the module path, by module descriptors. */
class ServiceRegistrationTest {
    private static final List<Class<?>> SERVICES =
            List.of(Operator.class, Backend.class, KernelProvider.class, OpenClKernels.class, Rewrite.class);

    static List<BuiltModule> modules() {
        return BuiltModule.all();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void serviceFilesSayWhatDescriptorsSay(BuiltModule module) {
        for (Class<?> service : SERVICES) {
            List<String> listed = module.listed(service.getName());
            assertEquals(module.provided(service.getName()), new TreeSet<>(listed), service.getName());
            assertEquals(listed.size(), Set.copyOf(listed).size(), "a line stands twice: " + listed);
        }
    }

    @ParameterizedTest
    @MethodSource("modules")
    void noModuleProvidesAServiceThatThisTestDoesNotKnow(BuiltModule module) {
        Set<String> provided = new TreeSet<>();
        module.descriptor().provides().forEach(provides -> provided.add(provides.service()));
        SERVICES.forEach(service -> provided.remove(service.getName()));
        assertEquals(Set.of(), provided);
    }

    @ParameterizedTest
    @MethodSource("modules")
    void everyPlugInIsRegistered(BuiltModule module) {
        for (Class<?> service : SERVICES) {
            Set<String> plugIns = new TreeSet<>();
            for (JavaClass type : module.classes()) {
                if (type.isAssignableTo(service) && isPlugIn(type)) {
                    plugIns.add(type.getName());
                }
            }
            assertEquals(plugIns, module.provided(service.getName()), service.getName());
        }
    }

    /** What a service loader can make: public, concrete, with a public constructor without arguments. */
    private static boolean isPlugIn(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                && !type.isNestedClass()
                && type.getConstructors().stream()
                        .anyMatch(constructor -> constructor.getModifiers().contains(JavaModifier.PUBLIC)
                                && constructor.getRawParameterTypes().isEmpty());
    }

    @Test
    void theOperatorsOfOnnxAreAmongThem() {
        assertTrue(modules().stream()
                        .filter(module -> module.name().equals("org.cotangent.ops"))
                        .mapToInt(module ->
                                module.provided(Operator.class.getName()).size())
                        .sum()
                > 100);
    }
}
