package org.cotangent.onnx;

import java.nio.file.Path;
import java.util.Map;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.tensor.Tensor;

/** The entry to ONNX files. */
public final class Onnx {
    private Onnx() {}

    /**
     * Reads a model with the operators that {@code operators} finds, the rewrites that are installed, and the standard
     * limits.
     *
     * @throws org.cotangent.spi.ModelException if the file is missing or damaged, or the model is wrong
     */
    public static ImportedModel open(Path model, OperatorLookup operators) {
        return open(model, operators, Limits.standard());
    }

    /**
     * Reads a model with the operators that {@code operators} finds and the rewrites that are installed.
     *
     * @throws org.cotangent.spi.ModelException if the file is missing or damaged, exceeds the limits, or the model is
     *     wrong
     */
    public static ImportedModel open(Path model, OperatorLookup operators, Limits limits) {
        Rewrites rewrites = Rewrites.load(Onnx.class.getClassLoader());
        return new OnnxImporter(operators, rewrites, limits).read(model);
    }

    /**
     * Writes a graph as a model file, with {@code operators} for expansions and the rewrites that are installed.
     *
     * @throws org.cotangent.spi.ModelException if the file cannot be written, or not for the opset that is wanted
     * @throws org.cotangent.spi.UnsupportedException if a node has no form in ONNX
     */
    public static ExportedModel write(Graph graph, OperatorLookup operators, Path file, ExportOptions options) {
        Rewrites rewrites = Rewrites.load(Onnx.class.getClassLoader());
        return new OnnxExporter(operators, rewrites).write(graph, file, options);
    }

    /**
     * Writes a copy of {@code model} to {@code out} in which the initializers named in {@code values} have these
     * elements and everything else is, byte for byte, as it was. Initializers keep their place and encoding; external
     * data go to a new file beside {@code out}. Both files appear whole or not at all; {@code out} may be
     * {@code model}.
     *
     * @throws org.cotangent.spi.ModelException if {@code model} is damaged, has no initializer of some name, or one of
     *     another element type or other sizes
     */
    public static void patch(Path model, Map<String, Tensor> values, Path out) {
        ModelPatch.write(model, values, out, Limits.standard());
    }

    /**
     * {@return how two model files differ} Operators need not be known.
     *
     * @throws org.cotangent.spi.ModelException if a file is missing or damaged, or exceeds the standard limits
     */
    public static ModelDiff diff(Path before, Path after) {
        return ModelComparison.of(before, after, Limits.standard());
    }
}
