package org.cotangent.cpu.onednn;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Finds oneDNN's native files and puts them where the operating system can load them.
 *
 * <p>In this order: a folder that the user names; a class path folder with the files; the native jar, whose files are
 * copied once into a cache folder below {@code java.io.tmpdir}. The cache folder's name holds the checksum of the
 * library, so every release has its own, and belongs to the user alone. Files appear in it by an atomic rename:
 * processes that start together never see half a file.
 */
final class NativeFiles {

    private static final String RESOURCES = "org/bytedeco/dnnl/";
    private static final String PART = ".part";

    private final NativePlatform platform;
    private final ClassLoader classes;
    private final Path temporary;
    private final Optional<Path> folder;

    /**
     * @param classes whose resources are searched
     * @param temporary folder for the cache folder
     * @param folder with the files, instead of the resources
     */
    NativeFiles(NativePlatform platform, ClassLoader classes, Path temporary, Optional<Path> folder) {
        this.platform = platform;
        this.classes = classes;
        this.temporary = temporary;
        this.folder = folder;
    }

    /**
     * Returns the path of the library, its OpenMP runtime beside it; empty when no folder is given and no resource
     * there.
     */
    Optional<Path> locate() throws IOException {
        if (folder.isPresent()) {
            return folder.map(path -> path.resolve(platform.library()));
        }
        URL library = resource(platform.library());
        if (library == null) {
            return Optional.empty();
        }
        if (library.getProtocol().equals("file")) {
            return Optional.of(Path.of(URI.create(library.toString())));
        }
        Path cache = cacheFolder(library.openConnection());
        for (String name : platform.openMp()) {
            URL runtime = resource(name);
            if (runtime != null) {
                copy(runtime, cache.resolve(name));
            }
        }
        Path target = cache.resolve(platform.library());
        copy(library, target);
        return Optional.of(target);
    }

    private URL resource(String name) {
        return classes.getResource(RESOURCES + platform.folder() + "/" + name);
    }

    private Path cacheFolder(URLConnection library) throws IOException {
        long key = library instanceof JarURLConnection jar ? jar.getJarEntry().getCrc() : library.getLastModified();
        String user = Integer.toHexString(System.getProperty("user.name", "").hashCode());
        Path cache = temporary.resolve("cotangent-onednn-" + user + "-" + Long.toHexString(key));
        try {
            Files.createDirectory(cache, ownerOnly());
        } catch (FileAlreadyExistsException e) {
            requireOwned(cache);
        }
        return cache;
    }

    private static FileAttribute<?>[] ownerOnly() {
        return posix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Code is loaded from this folder, so nobody else may have made it. */
    private static void requireOwned(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(folder + " is not a folder");
        }
        Path own = Files.createTempFile(folder, "owner", PART);
        try {
            if (posix() && !Files.getOwner(folder).equals(Files.getOwner(own))) {
                throw new IOException(folder + " belongs to " + Files.getOwner(folder) + ", another user");
            }
        } finally {
            Files.delete(own);
        }
    }

    private static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    private static void copy(URL resource, Path target) throws IOException {
        URLConnection connection = resource.openConnection();
        if (Files.exists(target) && Files.size(target) == connection.getContentLengthLong()) {
            return;
        }
        Path part = Files.createTempFile(target.getParent(), "library", PART);
        try (InputStream in = connection.getInputStream()) {
            Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }
}
