package org.cotangent.onnx;

import com.google.protobuf.ByteString;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** The tensors of Constant nodes, in every form that ONNX has for them. */
final class Constants {
    private Constants() {}

    /** The tensor that attribute {@code proto} of a Constant node stands for. */
    static Tensor read(AttributeProto proto, TensorReader tensors) {
        return switch (proto.getName()) {
            case "value" -> tensors.read(proto.getT());
            case "sparse_value" -> tensors.read(proto.getSparseTensor());
            case "value_float" -> Tensor.scalar(proto.getF());
            case "value_int" -> Tensor.scalar(proto.getI());
            case "value_string" -> strings(new String[] {proto.getS().toStringUtf8()});
            case "value_floats" -> floats(proto);
            case "value_ints" -> ints(proto);
            case "value_strings" ->
                strings(
                        proto.getStringsList().stream()
                                .map(ByteString::toStringUtf8)
                                .toArray(String[]::new),
                        proto.getStringsCount());
            default -> throw new AttributeException("Constant has no attribute '" + proto.getName() + "'");
        };
    }

    private static Tensor floats(AttributeProto proto) {
        Tensor tensor = Tensor.allocate(DType.FLOAT, proto.getFloatsCount());
        for (int i = 0; i < proto.getFloatsCount(); i++) {
            tensor.setDouble(i, proto.getFloats(i));
        }
        return tensor;
    }

    private static Tensor ints(AttributeProto proto) {
        Tensor tensor = Tensor.allocate(DType.INT64, proto.getIntsCount());
        for (int i = 0; i < proto.getIntsCount(); i++) {
            tensor.setLong(i, proto.getInts(i));
        }
        return tensor;
    }

    private static Tensor strings(String[] values, long... sizes) {
        Tensor tensor = Tensor.allocate(DType.STRING, sizes);
        System.arraycopy(values, 0, tensor.strings(), 0, values.length);
        return tensor;
    }
}
