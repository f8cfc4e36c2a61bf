package org.cotangent.onnx.wire;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;

/**
 * Reads the structure of a file and leaves the weights where they are.
 *
 * <p>The skeleton is the file without the {@code raw_data} of more than {@value #INLINE_LIMIT} bytes. A tensor that
 * lost its data this way carries the field {@value #MARKER} instead: the index of its span. So protobuf parses
 * kilobytes where the file has gigabytes, and files beyond protobuf's own limit of 2 GiB are read as well.
 */
public final class Skim {
    /** Raw data of at most this many bytes stay in the skeleton. */
    static final int INLINE_LIMIT = 1024;

    /** The largest field number there is; no ONNX message uses it. */
    public static final int MARKER = 536_870_911;

    private final MappedFile file;
    private final int maxDepth;
    private final Set<Descriptor> tensorBearing = new HashSet<>();
    private final List<TensorSpan> tensors = new ArrayList<>();
    private final SkeletonBuffer skeleton;

    private Skim(MappedFile file, int maxDepth) {
        this.file = file;
        this.maxDepth = maxDepth;
        this.skeleton = new SkeletonBuffer(file);
    }

    /**
     * Skims {@code file}, whose top message is a {@code type}.
     *
     * @param maxDepth how deep messages may be nested
     * @throws org.cotangent.spi.ModelException if the file is damaged
     */
    public static Skeleton read(MappedFile file, Descriptor type, int maxDepth) {
        Skim skim = new Skim(file, maxDepth);
        skim.findTensorBearing(type, new HashSet<>());
        skim.message(type, Frame.top(file.bytes().byteSize()), 0);
        return new Skeleton(file, skim.skeleton.toByteArray(), List.copyOf(skim.tensors));
    }

    /**
     * A message type matters if a tensor can lie below it. Types refer to each other in cycles: repeat while new ones
     * show.
     */
    private void findTensorBearing(Descriptor root, Set<Descriptor> all) {
        collect(root, all);
        tensorBearing.add(TensorProto.getDescriptor());
        int known;
        do {
            known = tensorBearing.size();
            for (Descriptor type : all) {
                if (type.getFields().stream().anyMatch(this::leadsToTensor)) {
                    tensorBearing.add(type);
                }
            }
        } while (tensorBearing.size() > known);
    }

    private static void collect(Descriptor type, Set<Descriptor> all) {
        if (all.add(type)) {
            for (FieldDescriptor field : type.getFields()) {
                if (field.getJavaType() == JavaType.MESSAGE) {
                    collect(field.getMessageType(), all);
                }
            }
        }
    }

    private boolean leadsToTensor(FieldDescriptor field) {
        return field.getJavaType() == JavaType.MESSAGE && tensorBearing.contains(field.getMessageType());
    }

    private void message(Descriptor type, Frame frame, int depth) {
        if (depth > maxDepth) {
            throw file.broken("messages are nested more than " + maxDepth + " deep");
        }
        if (type.equals(TensorProto.getDescriptor())) {
            tensor(frame);
            return;
        }
        FieldCursor cursor = new FieldCursor(file, frame.field());
        while (cursor.next()) {
            Field field = cursor.field();
            FieldDescriptor descriptor = type.findFieldByNumber(field.number());
            if (descriptor != null && leadsToTensor(descriptor)) {
                if (cursor.wireType() != FieldCursor.LENGTH_DELIMITED) {
                    throw file.broken("no ONNX file: field " + descriptor.getFullName() + " at byte " + field.start()
                            + " is not a message");
                }
                skeleton.tag(field.number(), FieldCursor.LENGTH_DELIMITED);
                int position = skeleton.size();
                message(descriptor.getMessageType(), new Frame(frame, field), depth + 1);
                skeleton.insertVarint(position, skeleton.size() - position);
            } else {
                skeleton.copy(field.start(), field.end());
            }
        }
    }

    private void tensor(Frame frame) {
        List<Field> fields = new ArrayList<>();
        int raw = 0;
        boolean omitted = false;
        FieldCursor cursor = new FieldCursor(file, frame.field());
        while (cursor.next()) {
            Field field = cursor.field();
            fields.add(field);
            if (field.number() == MARKER) {
                throw file.broken("tensor at byte " + frame.field().start() + " has the unknown field " + MARKER);
            }
            boolean isRaw = field.number() == TensorProto.RAW_DATA_FIELD_NUMBER;
            if (isRaw && ++raw > 1) {
                throw file.broken("tensor at byte " + frame.field().start() + " has raw_data twice");
            }
            if (isRaw && cursor.wireType() == FieldCursor.LENGTH_DELIMITED && field.size() > INLINE_LIMIT) {
                omitted = true;
            } else {
                skeleton.copy(field.start(), field.end());
            }
        }
        if (omitted) {
            skeleton.tag(MARKER, FieldCursor.VARINT);
            skeleton.varint(tensors.size());
        }
        tensors.add(new TensorSpan(frame, List.copyOf(fields)));
    }
}
