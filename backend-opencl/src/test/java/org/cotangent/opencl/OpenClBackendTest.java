package org.cotangent.opencl;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.cotangent.opencl.binding.DeviceChoice;
import org.cotangent.opencl.binding.Machine;
import org.cotangent.spi.backend.Availability.Unavailable;
import org.cotangent.spi.backend.Backend;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenClBackendTest {
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

    private static void assertReason(String part, Machine machine) {
        Unavailable unavailable =
                assertInstanceOf(Unavailable.class, new OpenClBackend(machine, new DeviceChoice("")).probe());
        assertTrue(unavailable.reason().contains(part), unavailable.reason());
        assertTrue(unavailable.remedy().contains("cpu"), unavailable.remedy());
    }

    @Test
    void isFoundByServiceLoaderAndAnswersOnThisMachine() {
        List<Backend> found = ServiceLoader.load(Backend.class).stream()
                .filter(provider -> provider.type() == OpenClBackend.class)
                .map(ServiceLoader.Provider::get)
                .toList();
        assertEquals(1, found.size());
        assertEquals("opencl", found.getFirst().name());
        assertDoesNotThrow(found.getFirst()::probe);
    }

    @Test
    void aLoaderAloneDrivesNothing() throws IOException {
        file("usr/lib/x86_64-linux-gnu/libOpenCL.so.1");
        assertReason("no driver is registered", machine("Linux", Map.of()));
    }

    @Test
    void nothingIsInstalled() {
        assertReason("no OpenCL loader", machine("Linux", Map.of()));
        assertReason("no OpenCL loader", machine("Mac OS X", Map.of()));
        assertReason("no OpenCL loader", machine("Windows 11", Map.of("SystemRoot", root.toString())));
    }

    @Test
    void aBrokenPathIsSaidNotThrown() {
        assertReason("path", machine("Linux", Map.of("LD_LIBRARY_PATH", "a\0b")));
    }
}
