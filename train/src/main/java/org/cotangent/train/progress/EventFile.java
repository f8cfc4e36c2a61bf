package org.cotangent.train.progress;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import org.cotangent.spi.ModelException;
import org.cotangent.train.EpochReport;
import org.cotangent.train.History;
import org.cotangent.train.StepReport;
import org.cotangent.train.TrainingListener;
import org.jspecify.annotations.Nullable;

/**
 * Writes what TensorBoard shows: {@code loss}, {@code gradient_norm} and {@code learning_rate} by step, and
 * {@code validation/...} by epoch, over the number of steps.
 *
 * <p>Each run begins a new file in the folder. The file of a run that goes on from a checkpoint says so, and
 * TensorBoard leaves out what the broken off run wrote after it.
 */
public final class EventFile implements TrainingListener {
    private final Path folder;
    private final int every;
    private final InstantSource clock;
    private @Nullable RecordWriter out;

    /** A file in a folder, which is made if need be, with the figures of every step. */
    public EventFile(Path folder) {
        this(folder, 1, InstantSource.system());
    }

    /**
     * A file in a folder, which is made if need be.
     *
     * @param every after how many steps their figures are written
     */
    public EventFile(Path folder, int every, InstantSource clock) {
        this.folder = folder;
        this.every = every;
        this.clock = clock;
    }

    @Override
    public void begun(long steps, History history) {
        try {
            Files.createDirectories(folder);
            Instant now = clock.instant();
            long number = now.getEpochSecond();
            Path file = folder.resolve("events.out.tfevents." + number + ".cotangent");
            for (int i = 1; Files.exists(file); i++) {
                file = folder.resolve("events.out.tfevents." + number + ".cotangent." + i);
            }
            out = new RecordWriter(file);
            write(0, event -> event.writeString(3, "brain.Event:2"));
            if (steps > 0) {
                write(steps + 1, event -> event.writeByteArray(7, message(log -> log.writeEnum(1, 1))));
            }
        } catch (IOException e) {
            throw new ModelException(folder + ": no event file can be written there (" + e + ")", e);
        }
    }

    @Override
    public void stepped(StepReport step) {
        if (step.step() % every == 0) {
            scalar(step.step(), "loss", step.loss());
            scalar(step.step(), "gradient_norm", step.gradientNorm());
            scalar(step.step(), "learning_rate", step.learningRate());
            flush();
        }
    }

    @Override
    public void epochEnded(EpochReport epoch, History history) {
        scalar(epoch.steps(), "epoch/loss", epoch.loss());
        epoch.metrics().forEach((name, figure) -> scalar(epoch.steps(), "validation/" + name, figure));
        flush();
    }

    private void flush() {
        if (out != null) {
            out.flush();
        }
    }

    @Override
    public void ended() {
        if (out != null) {
            out.close();
            out = null;
        }
    }

    /** A Summary with one Value: a tag and a number. */
    private void scalar(long step, String tag, double value) {
        byte[] entry = message(fields -> {
            fields.writeString(1, tag);
            fields.writeFloat(2, (float) value);
        });
        byte[] summary = message(fields -> fields.writeByteArray(1, entry));
        write(step, event -> event.writeByteArray(5, summary));
    }

    /** Writes an Event: time, step, and what it is about. */
    private void write(long step, Fields about) {
        Instant now = clock.instant();
        byte[] message = message(event -> {
            event.writeDouble(1, now.getEpochSecond() + now.getNano() * 1e-9);
            event.writeInt64(2, step);
            about.writeTo(event);
        });
        if (out != null) {
            out.write(message);
        }
    }

    /** Writes the fields of a message. */
    @FunctionalInterface
    private interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream coded = CodedOutputStream.newInstance(bytes);
        try {
            fields.writeTo(coded);
            coded.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
