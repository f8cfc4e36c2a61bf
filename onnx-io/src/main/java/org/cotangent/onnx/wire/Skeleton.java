package org.cotangent.onnx.wire;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnsafeByteOperations;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;

/**
 * The structure of a file: everything but the larger raw tensor data, which stay in the file.
 *
 * @param file the file
 * @param bytes what protobuf parses
 * @param tensors where every tensor of the file lies, in the order of the file
 */
@SuppressWarnings("ArrayRecordComponent")
public record Skeleton(MappedFile file, byte[] bytes, List<TensorSpan> tensors) {
    /** Parses the structure, with nested messages up to {@code maxDepth}. */
    public <M extends Message> M parse(Parser<M> parser, int maxDepth) {
        CodedInputStream input = CodedInputStream.newInstance(bytes);
        input.setRecursionLimit(maxDepth + 1);
        input.setSizeLimit(Integer.MAX_VALUE);
        try {
            M message = parser.parseFrom(input);
            input.checkLastTagWas(0);
            return message;
        } catch (InvalidProtocolBufferException e) {
            throw file.broken("damaged: " + e.getMessage());
        }
    }

    /** The tensor at {@code span}, without raw data. */
    public TensorProto proto(TensorSpan span) {
        SkeletonBuffer fields = new SkeletonBuffer(file);
        for (Field field : span.fields()) {
            if (field.number() != TensorProto.RAW_DATA_FIELD_NUMBER) {
                fields.copy(field.start(), field.end());
            }
        }
        return new Skeleton(file, fields.toByteArray(), tensors).parse(TensorProto.parser(), 10);
    }

    /** {@code message}, a part of this skeleton, with all data of its tensors. */
    public Message complete(Message message) {
        Message.Builder builder = message.toBuilder();
        if (builder instanceof TensorProto.Builder tensor) {
            rawData((TensorProto) message)
                    .ifPresent(raw -> tensor.setRawData(UnsafeByteOperations.unsafeWrap(raw.asByteBuffer()))
                            .setUnknownFields(message.getUnknownFields().toBuilder()
                                    .clearField(Skim.MARKER)
                                    .build()));
            return tensor.build();
        }
        message.getAllFields().forEach((field, value) -> {
            if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                builder.setField(
                        field,
                        value instanceof List<?> list
                                ? list.stream()
                                        .map(item -> complete((Message) item))
                                        .toList()
                                : complete((Message) value));
            }
        });
        return builder.build();
    }

    /** The raw data of {@code tensor}, a message of this skeleton, if they were left in the file. */
    public Optional<MemorySegment> rawData(TensorProto tensor) {
        return span(tensor).map(TensorSpan::rawData).map(raw -> file.bytes().asSlice(raw.body(), raw.size()));
    }

    private Optional<TensorSpan> span(TensorProto tensor) {
        var marker = tensor.getUnknownFields().getField(Skim.MARKER).getVarintList();
        return switch (marker.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(tensors.get(marker.getFirst().intValue()));
            default -> throw file.broken("tensor '" + tensor.getName() + "' is given in several pieces");
        };
    }
}
