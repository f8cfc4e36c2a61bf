package org.cotangent.onnx;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Runs models in ONNX Runtime, the peer that exported files are written for. */
final class OrtRunner {
    private static final Map<DType, OnnxJavaType> TYPES = Map.of(
            DType.FLOAT, OnnxJavaType.FLOAT,
            DType.DOUBLE, OnnxJavaType.DOUBLE,
            DType.FLOAT16, OnnxJavaType.FLOAT16,
            DType.BFLOAT16, OnnxJavaType.BFLOAT16,
            DType.INT8, OnnxJavaType.INT8,
            DType.INT16, OnnxJavaType.INT16,
            DType.INT32, OnnxJavaType.INT32,
            DType.INT64, OnnxJavaType.INT64,
            DType.UINT8, OnnxJavaType.UINT8,
            DType.BOOL, OnnxJavaType.BOOL);

    private OrtRunner() {}

    /** The outputs of the model by name; those that are no tensor of a common type are left out. */
    static Map<String, Tensor> run(Path model, Map<String, Tensor> inputs) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
        Map<String, OnnxTensor> given = new HashMap<>();
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        try (OrtSession session = environment.createSession(model.toString())) {
            for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                given.put(input.getKey(), toOrt(environment, input.getValue()));
            }
            try (OrtSession.Result result = session.run(given)) {
                for (Map.Entry<String, OnnxValue> output : result) {
                    if (output.getValue() instanceof OnnxTensor tensor && TYPES.containsValue(tensor.getInfo().type)) {
                        outputs.put(output.getKey(), fromOrt(tensor));
                    }
                }
            }
        } finally {
            given.values().forEach(OnnxTensor::close);
        }
        return outputs;
    }

    private static OnnxTensor toOrt(OrtEnvironment environment, Tensor tensor) throws OrtException {
        if (tensor.dtype() == DType.STRING) {
            return OnnxTensor.createTensor(environment, tensor.strings(), tensor.sizes());
        }
        ByteBuffer bytes = ByteBuffer.allocateDirect((int) tensor.byteSize()).order(ByteOrder.nativeOrder());
        MemorySegment.ofBuffer(bytes).copyFrom(TensorWriter.bytes(tensor));
        return OnnxTensor.createTensor(environment, bytes, tensor.sizes(), javaType(tensor.dtype()));
    }

    private static OnnxJavaType javaType(DType dtype) throws OrtException {
        OnnxJavaType type = TYPES.get(dtype);
        if (type == null) {
            throw new OrtException("element type " + dtype + " cannot be exchanged");
        }
        return type;
    }

    private static DType dtype(OnnxJavaType type) {
        return TYPES.entrySet().stream()
                .filter(entry -> entry.getValue() == type)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static Tensor fromOrt(OnnxTensor tensor) {
        TensorInfo info = tensor.getInfo();
        Tensor copy = Tensor.allocate(dtype(info.type), info.getShape());
        if (copy.byteSize() > 0) {
            copy.segment()
                    .copyFrom(MemorySegment.ofBuffer(tensor.getByteBuffer()).asSlice(0, copy.byteSize()));
        }
        return copy;
    }
}
