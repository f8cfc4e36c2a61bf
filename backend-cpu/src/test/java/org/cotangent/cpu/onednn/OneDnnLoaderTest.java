package org.cotangent.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OneDnnLoaderTest {

    private final NativePlatform platform = NativePlatform.of("Linux", "amd64");

    @TempDir
    private Path folder;

    @Test
    @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
    void loadsFromTheClassPath() {
        OneDnn.Available available =
                assertInstanceOf(OneDnn.Available.class, OneDnnLoader.here().load());
        assertTrue(available.version().startsWith("3."), available.version());
    }

    @Test
    void saysWhatIsMissing() throws IOException {
        try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
            NativeFiles files = new NativeFiles(platform, empty, folder, Optional.empty());
            OneDnn.Unavailable unavailable =
                    assertInstanceOf(OneDnn.Unavailable.class, new OneDnnLoader(platform, files).load());
            assertTrue(unavailable.reason().contains("linux-x86_64"), unavailable.reason());
            assertTrue(unavailable.remedy().contains("org.bytedeco:dnnl"), unavailable.remedy());
        }
    }

    @Test
    void survivesAFolderWithoutTheLibrary() {
        NativeFiles files = new NativeFiles(platform, getClass().getClassLoader(), folder, Optional.of(folder));
        OneDnn.Unavailable unavailable =
                assertInstanceOf(OneDnn.Unavailable.class, new OneDnnLoader(platform, files).load());
        assertTrue(unavailable.reason().contains("did not load"), unavailable.reason());
    }

    @Test
    void survivesAFolderThatCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        NativeFiles files =
                new NativeFiles(NativePlatform.current(), getClass().getClassLoader(), file, Optional.empty());
        OneDnn.Unavailable unavailable =
                assertInstanceOf(OneDnn.Unavailable.class, new OneDnnLoader(NativePlatform.current(), files).load());
        assertTrue(unavailable.remedy().contains("java.io.tmpdir"), unavailable.remedy());
    }
}
