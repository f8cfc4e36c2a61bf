package org.cotangent.onnx.wire;

import java.util.List;
import org.cotangent.onnx.proto.OnnxMl.TensorProto;

/**
 * Where a {@code TensorProto} and its fields lie in a file.
 *
 * @param frame the message
 * @param fields its fields, in the order of the file
 */
public record TensorSpan(Frame frame, List<Field> fields) {
    /** The fields of number {@code number}, in the order of the file. */
    public List<Field> fields(int number) {
        return fields.stream().filter(field -> field.number() == number).toList();
    }

    /** True if this is an initializer of the model's main graph. */
    public boolean isInitializer() {
        return frame.isAt(7, 5);
    }

    /** True if this is the {@code t} of an attribute of a node of the model's main graph. */
    public boolean isNodeAttribute() {
        return frame.isAt(7, 1, 5, 5);
    }

    /** The tensor's {@code raw_data}. */
    Field rawData() {
        return fields(TensorProto.RAW_DATA_FIELD_NUMBER).getFirst();
    }
}
