package org.cotangent.train.checkpoint;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.onnx.wire.AtomicFile;
import org.cotangent.spi.ModelException;

/**
 * A folder with the last few checkpoints of one run of training.
 *
 * <p>Each is a safetensors file with a checksum of its content. It is written under another name, forced to the disk,
 * and then given its name, so that at any moment of a crash the folder holds the checkpoints that were complete before.
 * Older ones are deleted after that. One process at a time writes into a folder.
 */
public final class CheckpointStore {
    private static final Logger LOGGER = System.getLogger(CheckpointStore.class.getName());
    private static final Pattern NAME = Pattern.compile("step-([0-9]{12,18})\\.safetensors");
    private static final Pattern LEFTOVER = Pattern.compile("\\.step-[0-9]+\\.safetensors\\..*\\.tmp");
    private static final String STEP = "cotangent.step";
    private static final String CHECKSUM = "cotangent.checksum";

    private final Path folder;
    private final int keep;
    private final UnaryOperator<WritableByteChannel> channels;

    /**
     * A store in a folder, which is made when the first checkpoint is saved.
     *
     * @param keep how many of the last checkpoints stay, at least 1; with 2 or more there is one to fall back on when
     *     the disk damages the last one
     */
    public CheckpointStore(Path folder, int keep) {
        this(folder, keep, UnaryOperator.identity());
    }

    CheckpointStore(Path folder, int keep, UnaryOperator<WritableByteChannel> channels) {
        if (keep < 1) {
            throw new IllegalArgumentException("a store must keep at least one checkpoint, not " + keep);
        }
        this.folder = folder;
        this.keep = keep;
        this.channels = channels;
    }

    public Path folder() {
        return folder;
    }

    /**
     * Saves a checkpoint and deletes those that are no longer wanted.
     *
     * @param precious steps whose checkpoints stay, however old they are, such as that of the best validation
     * @throws ModelException if it cannot be written, as on a full disk; then the folder is as it was
     */
    public void save(Checkpoint checkpoint, Set<Long> precious) {
        Map<String, String> notes = new LinkedHashMap<>(checkpoint.notes());
        notes.put(STEP, Long.toString(checkpoint.step()));
        notes.put(CHECKSUM, checkpoint.checksum());
        SafeTensors content = new SafeTensors(checkpoint.tensors(), notes);
        try {
            Files.createDirectories(folder);
            AtomicFile.write(file(checkpoint.step()), out -> content.writeTo(channels.apply(out)));
        } catch (ModelException | IOException e) {
            throw new ModelException(
                    "the checkpoint of step " + checkpoint.step() + " cannot be saved; the earlier ones are untouched: "
                            + e.getMessage(),
                    e);
        }
        prune(checkpoint.step(), precious);
    }

    private Path file(long step) {
        return folder.resolve(String.format("step-%012d.safetensors", step));
    }

    /** {@return the steps of which there are files, the last one first} */
    public List<Long> steps() {
        return names().map(NAME::matcher)
                .filter(Matcher::matches)
                .map(matcher -> Long.valueOf(matcher.group(1)))
                .sorted(Collections.reverseOrder())
                .toList();
    }

    private Stream<String> names() {
        if (!Files.isDirectory(folder)) {
            return Stream.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        } catch (IOException e) {
            throw new ModelException(folder + ": the folder cannot be read (" + e + ")", e);
        }
    }

    /** Deletes what is neither one of the last ones up to {@code newest} nor precious, and files that a crash left. */
    private void prune(long newest, Set<Long> precious) {
        Set<Long> wanted = new TreeSet<>(precious);
        steps().stream().filter(step -> step <= newest).limit(keep).forEach(wanted::add);
        Set<Path> unwanted = steps().stream()
                .filter(step -> !wanted.contains(step))
                .map(this::file)
                .collect(Collectors.toSet());
        names().filter(name -> LEFTOVER.matcher(name).matches())
                .map(folder::resolve)
                .forEach(unwanted::add);
        for (Path file : unwanted) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, () -> file + ": the old checkpoint cannot be deleted (" + e + ")");
            }
        }
    }

    /** {@return the last checkpoint that can be read} Those after it are passed over with a warning that names them. */
    public Optional<Checkpoint> latest() {
        for (long step : steps()) {
            try {
                return Optional.of(load(step));
            } catch (ModelException e) {
                LOGGER.log(Level.WARNING, () -> "a checkpoint is passed over: " + e.getMessage());
            }
        }
        return Optional.empty();
    }

    /**
     * {@return the checkpoint of a step}
     *
     * @throws ModelException if there is none, or its file is damaged
     */
    public Checkpoint load(long step) {
        Path file = file(step);
        SafeTensors content = SafeTensors.read(file);
        Map<String, String> notes = new LinkedHashMap<>(content.metadata());
        String checksum = notes.remove(CHECKSUM);
        String number = notes.remove(STEP);
        Checkpoint checkpoint = new Checkpoint(step, content.tensors(), notes);
        if (!Long.toString(step).equals(number) || !Objects.equals(checksum, checkpoint.checksum())) {
            throw new ModelException(file + ": the file is damaged: its checksum does not fit its content");
        }
        return checkpoint;
    }
}
