package org.cotangent.opencl.binding;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstallationTest {
    @TempDir
    private Path root;

    private Path file(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    private Machine machine(String os, Map<String, String> environment) {
        return new Machine(os, environment, root);
    }

    @Test
    void aLoaderAloneDrivesNothing() throws IOException {
        Path loader = file("usr/lib/x86_64-linux-gnu/libOpenCL.so.1");
        file("etc/OpenCL/vendors/README");
        Machine machine = machine("Linux", Map.of());
        assertEquals(
                new Installation.NoDriver(loader, List.of(root.resolve("etc/OpenCL/vendors"))),
                Installation.find(machine));
    }

    @Test
    void driversAreFoundInTheUsualPlace() throws IOException {
        Path loader = file("usr/lib64/libOpenCL.so.1");
        Path driver = file("etc/OpenCL/vendors/pocl.icd");
        Machine machine = machine("Linux", Map.of());
        assertEquals(new Installation.Complete(loader, List.of(driver)), Installation.find(machine));
    }

    @Test
    void theEnvironmentLeadsElsewhere() throws IOException {
        Path loader = file("mine/libOpenCL.so");
        Path driver = file("drivers/one.icd");
        file("etc/OpenCL/vendors/other.icd");
        Map<String, String> environment = Map.of(
                "LD_LIBRARY_PATH", root.resolve("mine").toString(),
                "OCL_ICD_VENDORS", root.resolve("drivers").toString());
        assertEquals(
                new Installation.Complete(loader, List.of(driver)), Installation.find(machine("Linux", environment)));
    }

    @Test
    void macAndWindowsBringTheirOwn() throws IOException {
        Path framework = file("System/Library/Frameworks/OpenCL.framework/OpenCL");
        assertEquals(new Installation.Complete(framework, List.of()), Installation.find(machine("Mac OS X", Map.of())));
        Path library = file("System32/OpenCL.dll");
        assertEquals(
                new Installation.Complete(library, List.of()),
                Installation.find(machine("Windows 11", Map.of("SystemRoot", root.toString()))));
    }
}
