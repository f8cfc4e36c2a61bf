package org.cotangent.onnx;

import com.google.protobuf.ByteString;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** The fields that hold the elements of a {@code TensorProto} which has no raw data, each for several element types. */
enum TypedField {
    FLOATS(TensorProto.FLOAT_DATA_FIELD_NUMBER),
    INT32S(TensorProto.INT32_DATA_FIELD_NUMBER),
    STRINGS(TensorProto.STRING_DATA_FIELD_NUMBER),
    INT64S(TensorProto.INT64_DATA_FIELD_NUMBER),
    DOUBLES(TensorProto.DOUBLE_DATA_FIELD_NUMBER),
    UINT64S(TensorProto.UINT64_DATA_FIELD_NUMBER);

    private final int number;

    TypedField(int number) {
        this.number = number;
    }

    /** The field's number in {@code TensorProto}. */
    int number() {
        return number;
    }

    static TypedField of(DType dtype) {
        return switch (dtype) {
            case FLOAT, COMPLEX64 -> FLOATS;
            case DOUBLE, COMPLEX128 -> DOUBLES;
            case INT64 -> INT64S;
            case UINT32, UINT64 -> UINT64S;
            case STRING -> STRINGS;
            case INT32, INT16, INT8, INT4, INT2, UINT16, UINT8, UINT4, UINT2, BOOL, FLOAT16, BFLOAT16 -> INT32S;
            case FLOAT8E4M3FN, FLOAT8E4M3FNUZ, FLOAT8E5M2, FLOAT8E5M2FNUZ, FLOAT8E8M0, FLOAT4E2M1 -> INT32S;
        };
    }

    /**
     * Bytes of tensor memory that one entry of the field stands for: complex numbers take two, a byte may hold four.
     */
    static int unit(DType dtype) {
        int bytes = Math.max(1, dtype.bits() / 8);
        return dtype.kind() == DType.Kind.COMPLEX ? bytes / 2 : bytes;
    }

    int count(TensorProto proto) {
        return switch (this) {
            case FLOATS -> proto.getFloatDataCount();
            case INT32S -> proto.getInt32DataCount();
            case STRINGS -> proto.getStringDataCount();
            case INT64S -> proto.getInt64DataCount();
            case DOUBLES -> proto.getDoubleDataCount();
            case UINT64S -> proto.getUint64DataCount();
        };
    }

    /** Fills {@code tensor} with the entries of {@code proto}, of which there are enough. */
    void read(TensorProto proto, Tensor tensor) {
        if (this == STRINGS) {
            for (int i = 0; i < tensor.elements(); i++) {
                tensor.strings()[i] = proto.getStringData(i).toStringUtf8();
            }
            return;
        }
        MemorySegment memory = tensor.segment();
        int unit = unit(tensor.dtype());
        int count = Math.toIntExact(tensor.byteSize() / unit);
        for (int i = 0; i < count; i++) {
            long bits = bits(proto, i);
            switch (unit) {
                case 1 -> memory.set(ValueLayout.JAVA_BYTE, i, (byte) bits);
                case 2 -> memory.setAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i, (short) bits);
                case 4 -> memory.setAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i, (int) bits);
                default -> memory.setAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i, bits);
            }
        }
    }

    private long bits(TensorProto proto, int i) {
        return switch (this) {
            case FLOATS -> Float.floatToRawIntBits(proto.getFloatData(i));
            case INT32S -> proto.getInt32Data(i);
            case INT64S -> proto.getInt64Data(i);
            case DOUBLES -> Double.doubleToRawLongBits(proto.getDoubleData(i));
            case UINT64S -> proto.getUint64Data(i);
            case STRINGS -> throw new IllegalStateException("strings have no bits");
        };
    }

    /** Adds the elements of {@code tensor} to {@code proto}. */
    void write(Tensor tensor, TensorProto.Builder proto) {
        if (this == STRINGS) {
            for (String value : tensor.strings()) {
                proto.addStringData(ByteString.copyFromUtf8(value));
            }
            return;
        }
        MemorySegment memory = tensor.segment();
        int unit = unit(tensor.dtype());
        boolean signed =
                tensor.dtype().kind() == DType.Kind.SIGNED && tensor.dtype().bits() >= 8;
        long count = tensor.byteSize() / unit;
        for (long i = 0; i < count; i++) {
            long bits = switch (unit) {
                case 1 -> memory.get(ValueLayout.JAVA_BYTE, i);
                case 2 -> memory.getAtIndex(ValueLayout.JAVA_SHORT_UNALIGNED, i);
                case 4 -> memory.getAtIndex(ValueLayout.JAVA_INT_UNALIGNED, i);
                default -> memory.getAtIndex(ValueLayout.JAVA_LONG_UNALIGNED, i);
            };
            add(signed || unit == 8 ? bits : bits & ((1L << (8 * unit)) - 1), proto);
        }
    }

    private void add(long bits, TensorProto.Builder proto) {
        switch (this) {
            case FLOATS -> proto.addFloatData(Float.intBitsToFloat((int) bits));
            case INT32S -> proto.addInt32Data((int) bits);
            case INT64S -> proto.addInt64Data(bits);
            case DOUBLES -> proto.addDoubleData(Double.longBitsToDouble(bits));
            case UINT64S -> proto.addUint64Data(bits);
            case STRINGS -> throw new IllegalStateException("strings have no bits");
        }
    }
}
