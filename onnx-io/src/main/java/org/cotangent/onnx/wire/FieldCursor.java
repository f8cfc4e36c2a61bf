package org.cotangent.onnx.wire;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Walks over the fields of one message, field by field, without looking into them. */
final class FieldCursor {
    static final int VARINT = 0;
    static final int FIXED64 = 1;
    static final int LENGTH_DELIMITED = 2;
    static final int FIXED32 = 5;

    private final MappedFile file;
    private final MemorySegment bytes;
    private final long limit;
    private long at;
    private int number;
    private int wireType;
    private long start;
    private long body;

    FieldCursor(MappedFile file, Field message) {
        this.file = file;
        this.bytes = file.bytes();
        this.at = message.body();
        this.limit = message.end();
    }

    /** Moves to the next field; false at the end of the message. */
    boolean next() {
        if (at == limit) {
            return false;
        }
        start = at;
        long tag = varint();
        number = (int) (tag >>> 3);
        wireType = (int) tag & 7;
        if (number == 0 || tag >>> 32 != 0) {
            throw file.broken("no protobuf message: invalid tag at byte " + start);
        }
        long size = switch (wireType) {
            case VARINT -> {
                body = at;
                varint();
                yield at - body;
            }
            case FIXED64 -> 8;
            case FIXED32 -> 4;
            case LENGTH_DELIMITED -> varint();
            default -> throw file.broken("no ONNX file: wire type " + wireType + " at byte " + start);
        };
        if (wireType != VARINT) {
            body = at;
            if (size < 0 || size > limit - at) {
                throw file.broken("truncated or damaged: field " + number + " at byte " + start + " claims "
                        + Long.toUnsignedString(size) + " bytes, " + (limit - at) + " are left");
            }
            at += size;
        }
        return true;
    }

    int number() {
        return number;
    }

    int wireType() {
        return wireType;
    }

    Field field() {
        return new Field(number, start, body, at);
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            if (at == limit) {
                throw file.broken("truncated or damaged: the message ends within a number at byte " + at);
            }
            byte b = bytes.get(ValueLayout.JAVA_BYTE, at++);
            value |= (long) (b & 0x7f) << shift;
            if (b >= 0) {
                return value;
            }
        }
        throw file.broken("damaged: number of more than ten bytes at byte " + (at - 10));
    }
}
