package org.cotangent.onnx.wire;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Replacements of byte ranges within the messages of a file. Where a replacement is longer or shorter than what it
 * replaces, the lengths in front of the enclosing messages are rewritten; every other byte stays.
 */
public final class Edits {
    private record Edit(long end, MemorySegment with) {}

    private final MappedFile file;
    private final TreeMap<Long, Edit> edits = new TreeMap<>();
    private final Map<Frame, Long> growth = new HashMap<>();

    /** No edits of {@code file} yet. */
    public Edits(MappedFile file) {
        this.file = file;
    }

    /** Replaces the bytes from {@code start} to {@code end}, which lie directly in {@code message}. */
    public void replace(Frame message, long start, long end, MemorySegment with) {
        edits.put(start, new Edit(end, with));
        grow(message, with.byteSize() - (end - start));
    }

    /** Gives a length-delimited field of {@code message} another value. */
    public void replace(Frame message, Field field, MemorySegment body) {
        MemorySegment head = head(field, body.byteSize());
        replace(message, field.start(), field.body(), head);
        replace(message, field.body(), field.end(), body);
    }

    private MemorySegment head(Field field, long size) {
        SkeletonBuffer head = new SkeletonBuffer(file);
        head.tag(field.number(), FieldCursor.LENGTH_DELIMITED);
        head.varint(size);
        return MemorySegment.ofArray(head.toByteArray());
    }

    private void grow(@Nullable Frame message, long by) {
        for (Frame frame = message; frame != null && by != 0; frame = frame.parent()) {
            growth.merge(frame, by, Long::sum);
        }
    }

    /** Writes the edited file. */
    public void writeTo(FileChannel out) throws IOException {
        rewriteLengths();
        MemorySegment bytes = file.bytes();
        long at = 0;
        for (Map.Entry<Long, Edit> entry : edits.entrySet()) {
            AtomicFile.append(out, bytes.asSlice(at, entry.getKey() - at));
            AtomicFile.append(out, entry.getValue().with());
            at = entry.getValue().end();
        }
        AtomicFile.append(out, bytes.asSlice(at));
    }

    /** Inner messages first, since a longer length makes the outer message grow again. */
    private void rewriteLengths() {
        List<Frame> innerFirst = growth.keySet().stream()
                .filter(frame -> frame.parent() != null)
                .sorted(Comparator.comparingInt(Frame::depth).reversed())
                .toList();
        for (Frame frame : innerFirst) {
            Field field = frame.field();
            long by = growth.getOrDefault(frame, 0L);
            if (by != 0) {
                MemorySegment head = head(field, field.size() + by);
                edits.put(field.start(), new Edit(field.body(), head));
                grow(frame.parent(), head.byteSize() - (field.body() - field.start()));
            }
        }
        growth.clear();
    }
}
