package org.cotangent.onnx;

import com.google.protobuf.ByteString;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto;
import org.cotangent.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import org.cotangent.onnx.proto.OnnxMl.GraphProto;
import org.cotangent.spi.op.Attribute;

/** Makes {@code AttributeProto}s of attributes. */
final class AttributeWriter {
    private AttributeWriter() {}

    /** Writes the graphs in attributes. */
    interface Bodies {
        GraphProto write(Attribute.OfGraph body);
    }

    static AttributeProto write(String name, Attribute attribute, TensorSink tensors, Bodies bodies) {
        AttributeProto.Builder proto = AttributeProto.newBuilder().setName(name);
        switch (attribute) {
            case Attribute.OfInt(long value) -> proto.setType(AttributeType.INT).setI(value);
            case Attribute.OfFloat(float value) ->
                proto.setType(AttributeType.FLOAT).setF(value);
            case Attribute.OfString(String value) ->
                proto.setType(AttributeType.STRING).setS(ByteString.copyFromUtf8(value));
            case Attribute.OfInts(var values) ->
                proto.setType(AttributeType.INTS).addAllInts(values);
            case Attribute.OfFloats(var values) ->
                proto.setType(AttributeType.FLOATS).addAllFloats(values);
            case Attribute.OfStrings(var values) -> {
                proto.setType(AttributeType.STRINGS);
                values.forEach(value -> proto.addStrings(ByteString.copyFromUtf8(value)));
            }
            case Attribute.OfTensor(var value) ->
                proto.setType(AttributeType.TENSOR).setT(tensors.add("", value));
            case Attribute.OfType(var value) ->
                proto.setType(AttributeType.TYPE_PROTO).setTp(TypeWriter.write(value));
            case Attribute.OfGraph body -> proto.setType(AttributeType.GRAPH).setG(bodies.write(body));
        }
        return proto.build();
    }
}
