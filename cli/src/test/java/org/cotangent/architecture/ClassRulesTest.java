package org.cotangent.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What the compiler does not hold classes to. Generated code is left out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ClassRulesTest {
    /**
     * Library types whose content changes: what a static field must not be. Scratch memory that belongs to a thread
     * may, since nobody reads what another use left in it.
     */
    private static final DescribedPredicate<JavaClass> MUTABLE = DescribedPredicate.describe(
            "holders of state",
            type -> type.isAssignableTo("java.util.concurrent.ConcurrentMap")
                    || type.isAssignableTo("java.util.AbstractMap")
                    || type.isAssignableTo("java.util.AbstractCollection")
                    || type.isAssignableTo("java.util.BitSet")
                    || type.isAssignableTo("java.lang.StringBuilder")
                    || type.getPackageName().equals("java.util.concurrent.atomic")
                    || type.getPackageName().equals("java.util.concurrent.locks"));

    private final JavaClasses classes = importEveryModule();

    private static JavaClasses importEveryModule() {
        Set<Location> locations =
                BuiltModule.all().stream().map(BuiltModule::location).collect(Collectors.toSet());
        return new ClassFileImporter()
                .withImportOption(location -> !location.contains("/org/cotangent/onnx/proto/"))
                .importLocations(locations);
    }

    @Test
    void onlyTheGuicePackageKnowsGuice() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.cotangent.engine.guice")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.inject..")
                .check(classes);
    }

    @Test
    void internalPackagesAreForTheirModuleAlone() {
        Set<String> intrusions = new TreeSet<>();
        for (JavaClass type : classes) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target = dependency.getTargetClass().getPackageName();
                int internal = target.indexOf(".internal");
                if (target.startsWith("org.cotangent.")
                        && internal >= 0
                        && !type.getPackageName().startsWith(target.substring(0, internal))) {
                    intrusions.add(dependency.getDescription());
                }
            }
        }
        assertEquals(Set.of(), intrusions);
    }

    @Test
    void namesSayWhatAClassIs() {
        noClasses().should().haveNameMatching(".*(Utils?|Helpers?|Misc)").check(classes);
    }

    @Test
    void staticFieldsAreFinal() {
        fields().that().areStatic().should().beFinal().check(classes);
    }

    @Test
    void staticFieldsHoldNoState() {
        noFields().that().areStatic().should().haveRawType(MUTABLE).check(classes);
    }

    @Test
    void arraysAreNotPublishedInStaticFields() {
        noFields()
                .that()
                .areStatic()
                .and()
                .arePublic()
                .should()
                .haveRawType(DescribedPredicate.describe("an array", JavaClass::isArray))
                .check(classes);
    }
}
