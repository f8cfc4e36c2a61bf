package org.cotangent.bench;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** A model in ONNX Runtime, all optimisations on. Inputs are bound once. */
public final class OrtPeer implements AutoCloseable {
    private final OrtSession session;
    private final Map<String, OnnxTensor> inputs = new LinkedHashMap<>();

    /**
     * A session whose inputs are yet to be bound.
     *
     * @param symbols sizes that it is told beforehand, so that it can optimise for them
     */
    public OrtPeer(Path model, int threads, Map<String, Long> symbols) {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            options.setIntraOpNumThreads(threads);
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.ALL_OPT);
            for (Map.Entry<String, Long> symbol : symbols.entrySet()) {
                options.setSymbolicDimensionValue(symbol.getKey(), symbol.getValue());
            }
            session = environment.createSession(model.toString(), options);
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    /** Loads the library, and nothing else. */
    public static void load() {
        OrtEnvironment.getEnvironment();
    }

    /** {@return the sizes of the inputs by name, -1 where the model leaves them open} */
    public SequencedMap<String, long[]> sizes() {
        try {
            SequencedMap<String, long[]> sizes = new LinkedHashMap<>();
            session.getInputInfo().forEach((name, node) -> sizes.put(name, ((TensorInfo) node.getInfo()).getShape()));
            return sizes;
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    /** Sets what the coming runs are given. */
    public void bind(Map<String, Tensor> tensors) {
        try {
            for (Map.Entry<String, Tensor> input : tensors.entrySet()) {
                inputs.put(input.getKey(), tensor(OrtEnvironment.getEnvironment(), input.getValue()));
            }
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    private static CotangentException failure(OrtException e) {
        return new CotangentException("ONNX Runtime: " + e.getMessage(), e);
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
    public void run() {
        try (OrtSession.Result result = session.run(inputs)) {
            if (result.size() == 0) {
                throw new CotangentException("ONNX Runtime gave no output");
            }
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    /** {@return copies of the outputs, in the order of the model} */
    public Map<String, Tensor> outputs() {
        try (OrtSession.Result result = session.run(inputs)) {
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            for (Map.Entry<String, OnnxValue> output : result) {
                outputs.put(output.getKey(), copy((OnnxTensor) output.getValue()));
            }
            return outputs;
        } catch (OrtException e) {
            throw failure(e);
        }
    }

    private static Tensor copy(OnnxTensor tensor) {
        TensorInfo info = tensor.getInfo();
        DType dtype = switch (info.type) {
            case FLOAT -> DType.FLOAT;
            case INT64 -> DType.INT64;
            default -> throw new CotangentException("outputs of " + info.type + " are not benchmarked");
        };
        Tensor copy = Tensor.allocate(dtype, info.getShape());
        copy.segment().copyFrom(MemorySegment.ofBuffer(tensor.getByteBuffer()));
        return copy;
    }

    @Override
    public void close() {
        inputs.values().forEach(OnnxTensor::close);
        try {
            session.close();
        } catch (OrtException e) {
            throw failure(e);
        }
    }
}
