package org.cotangent.onnx;

import java.nio.file.Path;
import java.util.Map;
import org.cotangent.spi.tensor.Tensor;

/** The entry to ONNX files. */
public final class Onnx {
    private Onnx() {}

    /**
     * Writes a copy of {@code model} to {@code out} in which the initializers named in {@code values} have these elements
     * and everything else is, byte for byte, as it was. Initializers keep their place and encoding; external data go to
     * a new file beside {@code out}. Both files appear whole or not at all; {@code out} may be {@code model}.
     *
     * @throws org.cotangent.spi.ModelException if {@code model} is damaged, has no initializer of some name, or one of
     *     another element type or other sizes
     */
    public static void patch(Path model, Map<String, Tensor> values, Path out) {
        ModelPatch.write(model, values, out, Limits.standard());
    }
}
