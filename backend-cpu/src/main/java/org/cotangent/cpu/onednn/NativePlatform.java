package org.cotangent.cpu.onednn;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Names of the native files on one platform.
 *
 * @param folder resource folder of the native jar, {@code <os>-<arch>}; also the jar's classifier
 * @param library file of oneDNN's C library
 * @param openMp files of the OpenMP runtime that the library is linked to; the jar of a platform holds at most one
 */
record NativePlatform(String folder, String library, List<String> openMp) {

    NativePlatform {
        openMp = List.copyOf(openMp);
    }

    /** Returns the OpenMP runtime to load by name, where symbols of a library do not include those of its needs. */
    Optional<String> openMpByName() {
        return folder.startsWith("windows") ? Optional.of("vcomp140.dll") : Optional.empty();
    }

    /** Returns the platform of this virtual machine. */
    static NativePlatform current() {
        return of(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    }

    /** Returns the platform with the given values of {@code os.name} and {@code os.arch}. */
    static NativePlatform of(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        String arch = switch (osArch.toLowerCase(Locale.ROOT)) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm64";
            default -> osArch;
        };
        if (os.startsWith("mac") || os.startsWith("darwin")) {
            return new NativePlatform("macosx-" + arch, "libdnnl.3.dylib", List.of("libomp.dylib", "libiomp5.dylib"));
        }
        if (os.startsWith("windows")) {
            return new NativePlatform("windows-" + arch, "dnnl.dll", List.of());
        }
        return new NativePlatform(os + "-" + arch, "libdnnl.so.3", List.of("libgomp.so.1"));
    }
}
