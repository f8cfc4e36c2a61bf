package org.cotangent.examples.finetuning;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** A model run by ONNX Runtime: the second opinion on what Cotangent computes and exports. */
public final class OnnxRuntimeModel implements AutoCloseable {
    private final OrtSession session;

    private OnnxRuntimeModel(OrtSession session) {
        this.session = session;
    }

    /** @throws DataException if ONNX Runtime refuses the file */
    public static OnnxRuntimeModel open(Path file) {
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            return new OnnxRuntimeModel(OrtEnvironment.getEnvironment().createSession(file.toString(), options));
        } catch (OrtException e) {
            throw new DataException("ONNX Runtime cannot open " + file + ": " + e.getMessage(), e);
        }
    }

    /**
     * Runs the model.
     *
     * @param inputs int64 or float tensors by name
     * @param output the name of the wanted output
     * @throws DataException if ONNX Runtime refuses the inputs or fails, or the output is not a float tensor
     */
    public Tensor run(Map<String, Tensor> inputs, String output) {
        return Objects.requireNonNull(run(inputs, Set.of(output)).get(output));
    }

    /** Runs the model, as {@link #run(Map, String)}, for several outputs. */
    public Map<String, Tensor> run(Map<String, Tensor> inputs, Set<String> outputs) {
        Map<String, OnnxTensorLike> fed = new LinkedHashMap<>();
        try {
            for (Map.Entry<String, Tensor> input : inputs.entrySet()) {
                fed.put(input.getKey(), toOnnxRuntime(input.getKey(), input.getValue()));
            }
            Map<String, Tensor> results = new LinkedHashMap<>();
            try (OrtSession.Result result = session.run(fed, outputs)) {
                for (Map.Entry<String, OnnxValue> entry : result) {
                    results.put(entry.getKey(), fromOnnxRuntime(entry.getKey(), entry.getValue()));
                }
            }
            return results;
        } catch (OrtException e) {
            throw new DataException("ONNX Runtime cannot run the model: " + e.getMessage(), e);
        } finally {
            fed.values().forEach(OnnxTensorLike::close);
        }
    }

    private static OnnxTensor toOnnxRuntime(String name, Tensor tensor) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        ByteBuffer bytes = tensor.segment().asByteBuffer().order(ByteOrder.nativeOrder());
        return switch (tensor.dtype()) {
            case INT64 -> OnnxTensor.createTensor(environment, bytes.asLongBuffer(), tensor.sizes());
            case FLOAT -> OnnxTensor.createTensor(environment, bytes.asFloatBuffer(), tensor.sizes());
            default -> throw new DataException("input " + name + ": " + tensor.type() + " is neither int64 nor float");
        };
    }

    private static Tensor fromOnnxRuntime(String name, OnnxValue value) {
        if (!(value instanceof OnnxTensor tensor) || tensor.getInfo().type != OnnxJavaType.FLOAT) {
            throw new DataException("output " + name + ": " + value + " is not a float tensor");
        }
        Tensor copy = Tensor.allocate(DType.FLOAT, tensor.getInfo().getShape());
        copy.segment()
                .asByteBuffer()
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer()
                .put(tensor.getFloatBuffer());
        return copy;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            throw new DataException("ONNX Runtime cannot close its session: " + e.getMessage(), e);
        }
    }
}
