package org.cotangent.bench;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.tensor.Tensor;

/** A model in ONNX Runtime, all optimisations on. Inputs are bound once. */
final class OrtPeer implements AutoCloseable {
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();

    OrtPeer(Path model, int threads, Map<String, Tensor> inputs) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            session = environment.createSession(model.toString(), options);
            for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                this.inputs.put(input.getKey(), tensor(environment, input.getValue()));
            }
        } catch (OrtException e) {
            throw new CotangentException("ONNX Runtime: " + e.getMessage(), e);
        }
    }

    private static OnnxTensor tensor(OrtEnvironment environment, Tensor tensor) throws OrtException {
        ByteBuffer bytes = tensor.segment().asByteBuffer().order(ByteOrder.nativeOrder());
        return switch (tensor.dtype()) {
            case INT64 -> OnnxTensor.createTensor(environment, bytes, tensor.sizes(), OnnxJavaType.INT64);
            case FLOAT -> OnnxTensor.createTensor(environment, bytes, tensor.sizes(), OnnxJavaType.FLOAT);
            default -> throw new CotangentException("inputs of " + tensor.dtype() + " are not benchmarked");
        };
    }

    /** Runs the model. */
    void run() {
        try (OrtSession.Result result = session.run(inputs)) {
            if (result.size() == 0) {
                throw new CotangentException("ONNX Runtime gave no output");
            }
        } catch (OrtException e) {
            throw new CotangentException("ONNX Runtime: " + e.getMessage(), e);
        }
    }

    /** {@return the first output} */
    float[] output() {
        try (OrtSession.Result result = session.run(inputs)) {
            float[] values =
                    new float[((OnnxTensor) result.get(0)).getFloatBuffer().remaining()];
            ((OnnxTensor) result.get(0)).getFloatBuffer().get(values);
            return values;
        } catch (OrtException e) {
            throw new CotangentException("ONNX Runtime: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw new CotangentException("ONNX Runtime: " + e.getMessage(), e);
        }
    }
}
