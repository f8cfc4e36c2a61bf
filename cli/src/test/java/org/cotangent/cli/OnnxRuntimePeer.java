package org.cotangent.cli;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** A file in ONNX Runtime. */
final class OnnxRuntimePeer implements AutoCloseable {
    private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
    private final OrtSession session;

    /** Throws {@link OrtException} if ONNX Runtime refuses the file. */
    OnnxRuntimePeer(Path file) throws OrtException {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            this.session = environment.createSession(file.toString(), options);
        }
    }

    /** {@return one output of a file} */
    static Tensor run(Path file, Map<String, Tensor> inputs, String output) {
        try (OnnxRuntimePeer peer = new OnnxRuntimePeer(file)) {
            return Objects.requireNonNull(peer.run(inputs).get(output), output);
        } catch (OrtException e) {
            throw new IllegalStateException("ONNX Runtime refuses " + file, e);
        }
    }

    /** {@return the outputs that are tensors of numbers; inputs that the file lacks are left out} */
    Map<String, Tensor> run(Map<String, Tensor> inputs) throws OrtException {
        Map<String, OnnxTensor> fed = new LinkedHashMap<>();
        try {
            for (String name : session.getInputNames()) {
                fed.put(name, tensor(Objects.requireNonNull(inputs.get(name), name)));
            }
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            try (OrtSession.Result result = session.run(fed)) {
                for (Map.Entry<String, OnnxValue> entry : result) {
                    outputs.put(entry.getKey(), tensor((OnnxTensor) entry.getValue()));
                }
            }
            return outputs;
        } finally {
            fed.values().forEach(OnnxTensor::close);
        }
    }

    private OnnxTensor tensor(Tensor tensor) throws OrtException {
        ByteBuffer bytes = tensor.segment().asByteBuffer().order(ByteOrder.nativeOrder());
        return OnnxTensor.createTensor(environment, bytes, tensor.sizes(), type(tensor.dtype()));
    }

    private static Tensor tensor(OnnxTensor value) {
        Tensor tensor =
                Tensor.allocate(dtype(value.getInfo().type), value.getInfo().getShape());
        tensor.segment().copyFrom(MemorySegment.ofBuffer(value.getByteBuffer()));
        return tensor;
    }

    private static OnnxJavaType type(DType dtype) {
        return switch (dtype) {
            case FLOAT -> OnnxJavaType.FLOAT;
            case DOUBLE -> OnnxJavaType.DOUBLE;
            case FLOAT16 -> OnnxJavaType.FLOAT16;
            case BFLOAT16 -> OnnxJavaType.BFLOAT16;
            case INT8 -> OnnxJavaType.INT8;
            case INT16 -> OnnxJavaType.INT16;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
            case UINT8 -> OnnxJavaType.UINT8;
            case BOOL -> OnnxJavaType.BOOL;
            default -> throw new UnsupportedOperationException("ONNX Runtime's Java has no " + dtype);
        };
    }

    private static DType dtype(OnnxJavaType type) {
        return switch (type) {
            case FLOAT -> DType.FLOAT;
            case DOUBLE -> DType.DOUBLE;
            case FLOAT16 -> DType.FLOAT16;
            case BFLOAT16 -> DType.BFLOAT16;
            case INT8 -> DType.INT8;
            case INT16 -> DType.INT16;
            case INT32 -> DType.INT32;
            case INT64 -> DType.INT64;
            case UINT8 -> DType.UINT8;
            case BOOL -> DType.BOOL;
            default -> throw new UnsupportedOperationException("no tensor of " + type);
        };
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
