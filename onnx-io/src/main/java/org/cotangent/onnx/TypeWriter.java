package org.cotangent.onnx;

import org.cotangent.onnx.proto.OnnxMl.TensorShapeProto;
import org.cotangent.onnx.proto.OnnxMl.TypeProto;
import org.cotangent.onnx.proto.OnnxMl.ValueInfoProto;
import org.cotangent.spi.tensor.Dim;
import org.cotangent.spi.tensor.MapType;
import org.cotangent.spi.tensor.OptionalType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.UnknownType;
import org.cotangent.spi.tensor.ValueType;

/** Makes {@code TypeProto}s of types. */
final class TypeWriter {
    private TypeWriter() {}

    static ValueInfoProto write(String name, ValueType type) {
        ValueInfoProto.Builder info = ValueInfoProto.newBuilder().setName(name);
        if (!(type instanceof UnknownType)) {
            info.setType(write(type));
        }
        return info.build();
    }

    static TypeProto write(ValueType type) {
        TypeProto.Builder proto = TypeProto.newBuilder();
        switch (type) {
            case TensorType tensor -> {
                TypeProto.Tensor.Builder written =
                        proto.getTensorTypeBuilder().setElemType(tensor.dtype().code());
                if (tensor.shape().isRanked()) {
                    TensorShapeProto.Builder shape = written.getShapeBuilder();
                    tensor.shape().dims().forEach(dim -> shape.addDim(write(dim)));
                }
            }
            case SequenceType sequence -> proto.getSequenceTypeBuilder().setElemType(write(sequence.element()));
            case OptionalType optional -> proto.getOptionalTypeBuilder().setElemType(write(optional.element()));
            case MapType map ->
                proto.getMapTypeBuilder()
                        .setKeyType(map.key().code())
                        .setValueType(write(new TensorType(map.value(), Shape.scalar())));
            case UnknownType unknown -> {}
        }
        return proto.build();
    }

    /** Symbols that were made up for sizes without a name get none. */
    private static TensorShapeProto.Dimension.Builder write(Dim dim) {
        TensorShapeProto.Dimension.Builder proto = TensorShapeProto.Dimension.newBuilder();
        if (dim.isKnown()) {
            return proto.setDimValue(dim.size());
        }
        String text = dim.toString();
        return text.contains("?") ? proto : proto.setDimParam(text);
    }
}
