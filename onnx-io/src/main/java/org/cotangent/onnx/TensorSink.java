package org.cotangent.onnx;

import org.cotangent.onnx.proto.OnnxMl.TensorProto;
import org.cotangent.spi.tensor.Tensor;

/** Takes the tensors of a model that is being written. */
interface TensorSink {
    /** The message that stands for {@code tensor} in the model. */
    TensorProto add(String name, Tensor tensor);
}
