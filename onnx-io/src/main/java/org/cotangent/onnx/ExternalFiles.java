package org.cotangent.onnx;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.cotangent.onnx.proto.OnnxMl.StringStringEntryProto;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.onnx.wire.MappedFile;
import org.cotangent.spi.ModelException;

/**
 * The files beside a model that hold data of its tensors. Only regular files within the model's folder are read: no
 * absolute path, no way up, no link that leads out.
 */
final class ExternalFiles {
    /**
     * Where the data of a tensor lie: bytes {@code offset} to {@code offset + length} of the file at {@code location}.
     */
    record Place(String location, long offset, long length) {}

    private final Path model;
    private final Map<String, MappedFile> files = new HashMap<>();

    ExternalFiles(Path model) {
        this.model = model;
    }

    /** The {@code bytes} of data that {@code tensor} refers to. */
    MemorySegment data(TensorProto tensor, long bytes) {
        Place place = place(tensor, bytes);
        return file(place.location()).bytes().asSlice(place.offset(), bytes);
    }

    /** The name of the file that {@code tensor} refers to; empty if it has none. */
    static String location(TensorProto tensor) {
        return tensor.getExternalDataList().stream()
                .filter(entry -> entry.getKey().equals("location"))
                .map(StringStringEntryProto::getValue)
                .findFirst()
                .orElse("");
    }

    /** Where the {@code bytes} of data lie that {@code tensor} refers to. */
    Place place(TensorProto tensor, long bytes) {
        Map<String, String> entries = new HashMap<>();
        for (StringStringEntryProto entry : tensor.getExternalDataList()) {
            entries.put(entry.getKey(), entry.getValue());
        }
        String location = location(tensor);
        if (location.isEmpty()) {
            throw broken(tensor, "has external data without a location");
        }
        long size = file(location).bytes().byteSize();
        long offset = number(tensor, entries, "offset", 0);
        if (offset < 0 || offset > size) {
            throw broken(tensor, "lies at offset " + offset + " of " + location + ", which has " + size + " bytes");
        }
        long length = number(tensor, entries, "length", bytes);
        if (length != bytes) {
            throw broken(tensor, "takes " + bytes + " bytes, its external data have a length of " + length);
        }
        if (length > size - offset) {
            throw broken(
                    tensor,
                    "needs " + length + " bytes at offset " + offset + " of " + location + ", which has " + size
                            + " bytes");
        }
        return new Place(location, offset, length);
    }

    /** The file that a model calls {@code location}. */
    MappedFile file(String location) {
        return files.computeIfAbsent(location, name -> MappedFile.open(resolve(name)));
    }

    private Path resolve(String location) {
        try {
            Path relative = Path.of(location);
            if (relative.isAbsolute() || relative.normalize().startsWith("..") || location.contains("\\")) {
                throw new ModelException(model + ": external data '" + location
                        + "' lie outside the folder of the model; only files within it are read");
            }
            Path folder = folder(model).toRealPath();
            Path file = folder.resolve(relative).toRealPath();
            if (!file.startsWith(folder)) {
                throw new ModelException(model + ": external data '" + location + "' are a link to " + file
                        + ", outside the folder of the model; copy the file beside the model");
            }
            if (!Files.isRegularFile(file)) {
                throw new ModelException(model + ": external data '" + location + "' are no regular file");
            }
            return file;
        } catch (NoSuchFileException e) {
            String what = "the file '" + location + "' with external data is missing; it belongs beside the model";
            throw new ModelException(model + ": " + what, e);
        } catch (InvalidPathException | IOException e) {
            throw new ModelException(model + ": external data '" + location + "' cannot be read (" + e + ")", e);
        }
    }

    /** The folder in which {@code file} lies. */
    static Path folder(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new ModelException(file + ": a folder, not a file");
        }
        return parent;
    }

    private long number(TensorProto tensor, Map<String, String> entries, String key, long absent) {
        String text = entries.get(key);
        try {
            return text == null ? absent : Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            String what = "tensor '" + tensor.getName() + "': external data have the " + key + " '" + text + "'";
            throw new ModelException(model + ": " + what, e);
        }
    }

    private ModelException broken(TensorProto tensor, String what) {
        return new ModelException(model + ": tensor '" + tensor.getName() + "' " + what);
    }
}
