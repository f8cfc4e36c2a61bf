package org.cotangent.onnx;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.stream.LongStream;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Makes {@code TensorProto}s of host tensors: raw data, except for strings. */
final class TensorWriter {
    private TensorWriter() {}

    /** Name, element type and sizes, without data. */
    static TensorProto.Builder head(String name, Tensor tensor) {
        return TensorProto.newBuilder()
                .addAllDims(LongStream.of(tensor.sizes()).boxed().toList())
                .setDataType(tensor.dtype().code())
                .setName(name);
    }

    static TensorProto write(String name, Tensor tensor) {
        TensorProto.Builder proto = head(name, tensor);
        if (tensor.dtype() == DType.STRING) {
            TypedField.STRINGS.write(tensor, proto);
        } else {
            proto.setRawData(raw(name, tensor));
        }
        return proto.build();
    }

    /** The elements of {@code tensor} as raw data. */
    static MemorySegment bytes(Tensor tensor) {
        return tensor.segment().asSlice(0, tensor.byteSize());
    }

    private static ByteString raw(String name, Tensor tensor) {
        if (tensor.byteSize() > Integer.MAX_VALUE - 64) {
            throw new ModelException("tensor '" + name + "' " + tensor.type() + " takes " + tensor.byteSize()
                    + " bytes; a protobuf message holds less than 2 GiB");
        }
        return UnsafeByteOperations.unsafeWrap(bytes(tensor).toArray(ValueLayout.JAVA_BYTE));
    }
}
