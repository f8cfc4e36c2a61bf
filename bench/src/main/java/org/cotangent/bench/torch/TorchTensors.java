package org.cotangent.bench.torch;

import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.util.Optional;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.cotangent.spi.TypeException;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** Tensors of PyTorch with the elements of ours, and back. */
public final class TorchTensors {
    private TorchTensors() {}

    /** {@return why PyTorch cannot be used here, or nothing if it can} */
    public static Optional<String> unavailable() {
        try {
            Loader.load(torch.class);
            return Optional.empty();
        } catch (LinkageError | RuntimeException e) {
            return Optional.of("the native library of PyTorch cannot be loaded: " + e);
        }
    }

    /** {@return a copy} */
    public static org.bytedeco.pytorch.Tensor of(Tensor tensor) {
        return switch (tensor.dtype()) {
            case FLOAT -> org.bytedeco.pytorch.Tensor.create(tensor.toFloats(), tensor.sizes());
            case DOUBLE -> org.bytedeco.pytorch.Tensor.create(tensor.toDoubles(), tensor.sizes());
            case INT64 -> org.bytedeco.pytorch.Tensor.create(tensor.toLongs(), tensor.sizes());
            default -> throw new TypeException("tensors of " + tensor.dtype() + " are not compared");
        };
    }

    /** {@return a copy} */
    public static Tensor copy(org.bytedeco.pytorch.Tensor tensor, DType dtype) {
        try (PointerScope _ = new PointerScope()) {
            org.bytedeco.pytorch.Tensor dense = tensor.detach().contiguous();
            int count = Math.toIntExact(dense.numel());
            if (dtype == DType.FLOAT) {
                float[] values = new float[count];
                dense.<FloatBuffer>createBuffer().get(values);
                return Tensor.of(values, tensor.shape());
            }
            double[] values = new double[count];
            dense.<DoubleBuffer>createBuffer().get(values);
            return Tensor.of(values, tensor.shape());
        }
    }
}
