package org.cotangent.opencl.program;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Compiled programs in files, for drivers that keep none themselves. A file is named by the hash of what it was
 * compiled from and for, and begins with the hash of what it holds: a driver that is handed a damaged program may take
 * the virtual machine down. Files appear as a whole or not at all.
 */
final class ProgramStore {
    private static final System.Logger LOG = System.getLogger(ProgramStore.class.getName());
    private static final byte[] MAGIC = "cotangent-opencl-1".getBytes(StandardCharsets.US_ASCII);
    private static final int HASH = 32;
    private static final String ENDING = ".bin";

    private final Path folder;
    private final String device;
    private final long limit;

    /**
     * A store.
     *
     * @param device all that a program depends on but its text: platform, device, driver
     * @param limit the most bytes of all files; those that were not used for longest go first
     */
    ProgramStore(Path folder, String device, long limit) {
        this.folder = folder;
        this.device = device;
        this.limit = limit;
    }

    /** {@return the program that was compiled from this text; empty if there is none, or none that is whole} */
    Optional<byte[]> find(String text) {
        Path file = file(text);
        try {
            if (!Files.isRegularFile(file)) {
                return Optional.empty();
            }
            ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file));
            byte[] program = program(content);
            if (program == null) {
                LOG.log(Level.WARNING, "a compiled OpenCL program is damaged and compiled anew: " + file);
                Files.deleteIfExists(file);
                return Optional.empty();
            }
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return Optional.of(program);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a compiled OpenCL program cannot be read: " + file, e);
            return Optional.empty();
        }
    }

    private static byte @Nullable [] program(ByteBuffer content) {
        if (content.remaining() < MAGIC.length + HASH) {
            return null;
        }
        byte[] magic = new byte[MAGIC.length];
        byte[] hash = new byte[HASH];
        content.get(magic).get(hash);
        byte[] program = new byte[content.remaining()];
        content.get(program);
        boolean whole = MessageDigest.isEqual(magic, MAGIC) && MessageDigest.isEqual(hash, hash(program));
        return whole ? program : null;
    }

    /** Keeps a program. What goes wrong is no error: it will be compiled again. */
    void keep(String text, byte[] program) {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
                if (Files.getFileStore(folder).supportsFileAttributeView("posix")) {
                    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
                }
            }
            Path kept = file(text);
            Path draft = Files.createTempFile(folder, "draft", ".tmp");
            ByteBuffer content = ByteBuffer.allocate(MAGIC.length + HASH + program.length)
                    .put(MAGIC)
                    .put(hash(program))
                    .put(program);
            Files.write(draft, content.array());
            try {
                Files.move(draft, kept, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } catch (AtomicMoveNotSupportedException e) {
                Files.delete(draft);
            }
            shrink(kept);
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "a compiled OpenCL program cannot be kept in " + folder, e);
        }
    }

    /** The clock of files has coarse steps: by time alone, what was just kept could be the oldest. */
    private void shrink(Path kept) throws IOException {
        List<Path> oldestFirst;
        try (Stream<Path> files = Files.list(folder)) {
            oldestFirst = files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted(Comparator.<Path, Boolean>comparing(kept::equals)
                            .thenComparing(file -> file.toFile().lastModified()))
                    .toList();
        }
        long bytes =
                oldestFirst.stream().mapToLong(file -> file.toFile().length()).sum();
        for (Path file : oldestFirst) {
            if (bytes <= limit) {
                return;
            }
            bytes -= file.toFile().length();
            Files.deleteIfExists(file);
        }
    }

    private Path file(String text) {
        return folder.resolve(
                HexFormat.of().formatHex(hash((device + "\0" + text).getBytes(StandardCharsets.UTF_8))) + ENDING);
    }

    private static byte[] hash(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
