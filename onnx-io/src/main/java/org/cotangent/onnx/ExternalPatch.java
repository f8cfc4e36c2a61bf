package org.cotangent.onnx;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cotangent.onnx.proto.OnnxMl.StringStringEntryProto;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.onnx.wire.AtomicFile;
import org.cotangent.onnx.wire.Edits;
import org.cotangent.onnx.wire.Field;
import org.cotangent.onnx.wire.MappedFile;
import org.cotangent.onnx.wire.TensorSpan;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.tensor.Tensor;

/** The external files of a patched model: copies with new bytes in some places, and the entries that name them. */
final class ExternalPatch {
    private static final long CHUNK = 1 << 30;

    private record User(TensorProto proto, TensorSpan span) {}

    private static final class Source {
        final List<User> users = new ArrayList<>();
        final TreeMap<Long, MemorySegment> changes = new TreeMap<>();
    }

    private final Path out;
    private final boolean sameFolder;
    private final ExternalFiles files;
    private final Map<String, Source> sources = new LinkedHashMap<>();

    ExternalPatch(Path model, Path out) {
        this.out = out;
        this.sameFolder = ExternalFiles.folder(model)
                .normalize()
                .equals(ExternalFiles.folder(out).normalize());
        this.files = new ExternalFiles(model);
    }

    /** Takes note of a tensor with external data, changed or not. */
    void add(TensorProto proto, TensorSpan span) {
        source(ExternalFiles.location(proto)).users.add(new User(proto, span));
    }

    private Source source(String location) {
        return sources.computeIfAbsent(location, name -> new Source());
    }

    /** Gives {@code proto} new data. Tensors that share data must be given the same. */
    void replace(TensorProto proto, Tensor value) {
        ExternalFiles.Place place = files.place(proto, value.byteSize());
        MemorySegment bytes = TensorWriter.bytes(value);
        TreeMap<Long, MemorySegment> changes = source(place.location()).changes;
        Map.Entry<Long, MemorySegment> before = changes.floorEntry(place.offset());
        Long after = changes.higherKey(place.offset());
        boolean same = before != null
                && before.getKey() == place.offset()
                && before.getValue().mismatch(bytes) < 0;
        boolean overlapsBefore =
                before != null && before.getKey() + before.getValue().byteSize() > place.offset();
        boolean overlapsAfter = after != null && after < place.offset() + bytes.byteSize();
        if (!same && (overlapsBefore || overlapsAfter)) {
            throw new ModelException("initializer '" + proto.getName() + "' shares its data in " + place.location()
                    + " with another one that gets other values; store them apart first");
        }
        changes.put(place.offset(), bytes);
    }

    /** Writes the files and renames them in the model. In the model's own folder, unchanged files are left alone. */
    void write(Edits edits) {
        int number = 0;
        for (Map.Entry<String, Source> entry : sources.entrySet()) {
            Source source = entry.getValue();
            if (!sameFolder || !source.changes.isEmpty()) {
                String name = out.getFileName() + (number == 0 ? "" : "." + number) + ".data";
                number++;
                Path target = out.resolveSibling(name);
                copy(files.file(entry.getKey()).bytes(), source.changes, target);
                source.users.forEach(user -> rename(user, target, edits));
            }
        }
    }

    private static void copy(MemorySegment old, SortedMap<Long, MemorySegment> changes, Path target) {
        AtomicFile.write(target, channel -> {
            long at = 0;
            for (Map.Entry<Long, MemorySegment> change : changes.entrySet()) {
                AtomicFile.append(channel, old.asSlice(at, change.getKey() - at));
                AtomicFile.append(channel, change.getValue());
                at = change.getKey() + change.getValue().byteSize();
            }
            AtomicFile.append(channel, old.asSlice(at));
        });
    }

    private static void rename(User user, Path target, Edits edits) {
        List<Field> fields = user.span().fields(TensorProto.EXTERNAL_DATA_FIELD_NUMBER);
        for (int i = 0; i < fields.size(); i++) {
            StringStringEntryProto old = user.proto().getExternalData(i);
            String value = switch (old.getKey()) {
                case "location" -> target.getFileName().toString();
                case "checksum" -> sha1(MappedFile.open(target).bytes());
                default -> old.getValue();
            };
            if (!value.equals(old.getValue())) {
                byte[] field = TensorProto.newBuilder()
                        .addExternalData(old.toBuilder().setValue(value))
                        .build()
                        .toByteArray();
                Field place = fields.get(i);
                edits.replace(user.span().frame(), place.start(), place.end(), MemorySegment.ofArray(field));
            }
        }
    }

    private static String sha1(MemorySegment bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            for (long at = 0; at < bytes.byteSize(); at += CHUNK) {
                digest.update(bytes.asSlice(at, Math.min(CHUNK, bytes.byteSize() - at))
                        .asByteBuffer());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-1", e);
        }
    }
}
