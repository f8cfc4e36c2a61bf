package org.cotangent.opencl.binding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What there is of OpenCL on a machine, as far as its files tell. Neither the loader, which programs link to, nor the
 * drivers behind it are loaded: a broken one can take the virtual machine down with it.
 */
public sealed interface Installation {
    /** The folders have no loader. */
    record NoLoader(List<Path> folders) implements Installation {}

    /** There is a loader, but nothing says which drivers it should load. */
    record NoDriver(Path loader, List<Path> registries) implements Installation {}

    /**
     * There are a loader and drivers.
     *
     * @param drivers the files that name them; empty where the system keeps this to itself
     */
    record Complete(Path loader, List<Path> drivers) implements Installation {}

    static Installation find(Machine machine) {
        List<Path> folders = machine.libraryFolders();
        Optional<Path> loader = folders.stream().flatMap(Installation::loaders).findFirst();
        if (loader.isEmpty()) {
            return new NoLoader(folders);
        }
        if (machine.isMac() || machine.isWindows()) {
            return new Complete(loader.get(), List.of());
        }
        List<Path> registries = Stream.of(machine.paths("OCL_ICD_VENDORS"), machine.paths("OCL_ICD_FILENAMES"))
                .flatMap(List::stream)
                .toList();
        if (registries.isEmpty()) {
            registries = List.of(machine.root().resolve("etc/OpenCL/vendors"));
        }
        List<Path> drivers = registries.stream().flatMap(Installation::drivers).toList();
        return drivers.isEmpty() ? new NoDriver(loader.get(), registries) : new Complete(loader.get(), drivers);
    }

    private static Stream<Path> loaders(Path folder) {
        return Stream.of("libOpenCL.so.1", "libOpenCL.so", "OpenCL", "OpenCL.dll")
                .map(folder::resolve)
                .filter(Files::exists);
    }

    /** A registry is a folder of files that name a driver each, or the file of a driver. */
    private static Stream<Path> drivers(Path registry) {
        if (!Files.isDirectory(registry)) {
            return Stream.of(registry).filter(Files::exists);
        }
        try (Stream<Path> files = Files.list(registry)) {
            return files.filter(file -> file.toString().endsWith(".icd")).sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
