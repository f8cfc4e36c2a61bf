package org.cotangent.cli;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Runs exported files in ONNX Runtime. */
final class OnnxRuntimePeer {
    private OnnxRuntimePeer() {}

    /** {@return a float output for float and int64 inputs} */
    static Tensor run(Path file, Map<String, Tensor> inputs, String output) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> fed = new LinkedHashMap<>();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                OrtSession session = environment.createSession(file.toString(), options)) {
            for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                Tensor tensor = input.getValue();
                ByteBuffer bytes = tensor.segment().asByteBuffer().order(ByteOrder.nativeOrder());
                fed.put(
                        input.getKey(),
                        tensor.dtype() == DType.INT64
                                ? OnnxTensor.createTensor(environment, bytes.asLongBuffer(), tensor.sizes())
                                : OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), tensor.sizes()));
            }
            try (OrtSession.Result result = session.run(fed, Set.of(output))) {
                OnnxTensor tensor = (OnnxTensor) result.get(0);
                FloatBuffer floats = tensor.getFloatBuffer();
                float[] values = new float[floats.remaining()];
                floats.get(values);
                return Tensor.of(values, tensor.getInfo().getShape());
            }
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime refuses " + file, e);
        } finally {
            fed.values().forEach(OnnxTensor::close);
        }
    }
}
