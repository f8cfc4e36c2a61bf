package org.cotangent.opencl.binding;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A machine, as far as the search for OpenCL looks at it.
 *
 * @param os the value of {@code os.name}
 * @param root the root of its file system
 */
public record Machine(String os, Map<String, String> environment, Path root) {
    /** {@return the machine that this virtual machine runs on} */
    public static Machine current() {
        return new Machine(System.getProperty("os.name", ""), System.getenv(), Path.of("/"));
    }

    public boolean isMac() {
        return os.toLowerCase(Locale.ROOT).startsWith("mac");
    }

    public boolean isWindows() {
        return os.toLowerCase(Locale.ROOT).startsWith("windows");
    }

    /** {@return the folders in which the system looks for the libraries that a program loads by name} */
    public List<Path> libraryFolders() {
        List<Path> folders = new ArrayList<>();
        if (isMac()) {
            folders.add(root.resolve("System/Library/Frameworks/OpenCL.framework"));
        } else if (isWindows()) {
            folders.add(Path.of(environment.getOrDefault("SystemRoot", "C:\\Windows"), "System32"));
        } else {
            folders.addAll(paths("LD_LIBRARY_PATH"));
            for (String folder :
                    List.of("lib64", "lib", "local/lib", "lib/x86_64-linux-gnu", "lib/aarch64-linux-gnu")) {
                folders.add(root.resolve("usr").resolve(folder));
            }
            folders.add(root.resolve("opt/rocm/lib"));
        }
        return folders;
    }

    /** {@return whether a library of this name is loaded before all others} */
    public boolean preloads(String library) {
        return environment.getOrDefault("LD_PRELOAD", "").contains(library);
    }

    /** {@return the paths in a variable of the environment} */
    public List<Path> paths(String variable) {
        return Arrays.stream(environment.getOrDefault(variable, "").split(File.pathSeparator))
                .filter(path -> !path.isEmpty())
                .map(Path::of)
                .toList();
    }
}
