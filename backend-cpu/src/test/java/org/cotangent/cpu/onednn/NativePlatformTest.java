package org.cotangent.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativePlatformTest {

    @ParameterizedTest
    @CsvSource({
        "Linux, amd64, linux-x86_64, libdnnl.so.3",
        "Linux, aarch64, linux-arm64, libdnnl.so.3",
        "Mac OS X, aarch64, macosx-arm64, libdnnl.3.dylib",
        "Mac OS X, x86_64, macosx-x86_64, libdnnl.3.dylib",
        "Windows 11, amd64, windows-x86_64, dnnl.dll",
        "Linux, riscv64, linux-riscv64, libdnnl.so.3",
    })
    void namesTheFilesOfTheNativeJar(String os, String arch, String folder, String library) {
        NativePlatform platform = NativePlatform.of(os, arch);
        assertEquals(folder, platform.folder());
        assertEquals(library, platform.library());
    }
}
