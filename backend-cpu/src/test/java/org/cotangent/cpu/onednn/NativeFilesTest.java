package org.cotangent.cpu.onednn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeFilesTest {

    private static final String RESOURCES = "org/bytedeco/dnnl/linux-x86_64/";

    private final NativePlatform platform = NativePlatform.of("Linux", "amd64");
    private final byte[] library = new byte[100_000];
    private final byte[] runtime = new byte[1_000];

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() {
        new Random(1).nextBytes(library);
        new Random(2).nextBytes(runtime);
    }

    @Test
    void unpacksLibraryAndRuntimeSideBySide() throws IOException {
        try (URLClassLoader classes = jar("a.jar", library)) {
            Path file = files(classes).locate().orElseThrow();
            assertArrayEquals(library, Files.readAllBytes(file));
            assertArrayEquals(runtime, Files.readAllBytes(file.resolveSibling("libgomp.so.1")));
            assertEquals(2, neighbours(file), "no unfinished files are left");
        }
    }

    @Test
    void unpacksOnceAndRepairsACutFile() throws IOException {
        try (URLClassLoader classes = jar("a.jar", library)) {
            Path file = files(classes).locate().orElseThrow();
            Object before = Files.readAttributes(file, "unix:ino").get("ino");
            assertEquals(file, files(classes).locate().orElseThrow());
            assertEquals(before, Files.readAttributes(file, "unix:ino").get("ino"), "the file stays");
            Files.write(file, new byte[10]);
            files(classes).locate();
            assertArrayEquals(library, Files.readAllBytes(file));
        }
    }

    @Test
    void keepsReleasesApart() throws IOException {
        byte[] other = library.clone();
        other[5]++;
        try (URLClassLoader first = jar("a.jar", library);
                URLClassLoader second = jar("b.jar", other)) {
            Path one = files(first).locate().orElseThrow();
            Path two = files(second).locate().orElseThrow();
            assertNotEquals(one, two);
            assertArrayEquals(library, Files.readAllBytes(one));
        }
    }

    @Test
    void startsTogetherSafely() throws IOException, InterruptedException, ExecutionException {
        try (URLClassLoader classes = jar("a.jar", library);
                ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Set<Path> found = new HashSet<>();
            for (Future<Optional<Path>> located : threads.invokeAll(IntStream.range(0, 8)
                    .mapToObj(
                            i -> (Callable<Optional<Path>>) () -> files(classes).locate())
                    .toList())) {
                found.add(located.get().orElseThrow());
            }
            assertEquals(1, found.size());
            Path file = found.iterator().next();
            assertArrayEquals(library, Files.readAllBytes(file));
            assertEquals(2, neighbours(file));
        }
    }

    @Test
    void prefersTheNamedFolder() throws IOException {
        try (URLClassLoader classes = jar("a.jar", library)) {
            NativeFiles files = new NativeFiles(platform, classes, folder, Optional.of(Path.of("named")));
            assertEquals(Optional.of(Path.of("named", "libdnnl.so.3")), files.locate());
        }
    }

    @Test
    void usesUnpackedResourcesInPlace() throws IOException {
        Path resources = Files.createDirectories(folder.resolve("classes").resolve(RESOURCES));
        Path file = Files.write(resources.resolve("libdnnl.so.3"), library);
        URL[] urls = {folder.resolve("classes").toUri().toURL()};
        try (URLClassLoader classes = new URLClassLoader(urls, null)) {
            assertEquals(Optional.of(file), files(classes).locate());
        }
    }

    @Test
    void findsNothingWhereNothingIs() throws IOException {
        try (URLClassLoader classes = new URLClassLoader(new URL[0], null)) {
            assertEquals(Optional.empty(), files(classes).locate());
        }
    }

    private NativeFiles files(ClassLoader classes) {
        return new NativeFiles(platform, classes, folder, Optional.empty());
    }

    private static long neighbours(Path file) throws IOException {
        try (Stream<Path> entries = Files.list(file.resolveSibling(""))) {
            return entries.count();
        }
    }

    private URLClassLoader jar(String name, byte[] content) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = Files.newOutputStream(file);
                JarOutputStream jar = new JarOutputStream(out)) {
            jar.putNextEntry(new JarEntry(RESOURCES + "libdnnl.so.3"));
            jar.write(content);
            jar.putNextEntry(new JarEntry(RESOURCES + "libgomp.so.1"));
            jar.write(runtime);
        }
        return new URLClassLoader(new URL[] {file.toUri().toURL()}, null);
    }
}
