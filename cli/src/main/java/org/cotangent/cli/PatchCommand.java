package org.cotangent.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cotangent.engine.Cotangent;
import org.cotangent.onnx.ImportedModel;
import org.cotangent.onnx.Onnx;
import org.cotangent.spi.ModelException;
import org.cotangent.spi.graph.OperatorLookup;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.checkpoint.SafeTensors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Gives a model other weights. */
@Command(
        name = "patch",
        description = "Write a copy of an ONNX file with other weights; every other byte stays as it is.")
final class PatchCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "MODEL", description = "An ONNX file.")
    private Path file = Path.of("");

    @Option(
            names = "--weights",
            required = true,
            paramLabel = "FILE",
            description = "Tensors by the names of initializers: a safetensors file, or an ONNX file whose initializers"
                    + " are taken. Tensors of other names are left out.")
    private Path weights = Path.of("");

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "The ONNX file to write.")
    private Path out = Path.of("");

    @Override
    public Integer call() {
        PrintWriter writer = Inputs.out(spec);
        OperatorLookup operators = Cotangent.load().operators();
        Map<String, Tensor> given = given(operators);
        Map<String, Tensor> taken = new LinkedHashMap<>();
        for (String name : initializers(file, operators).keySet()) {
            Tensor tensor = given.get(name);
            if (tensor != null) {
                taken.put(name, tensor);
            }
        }
        if (taken.isEmpty()) {
            throw new ModelException("'" + weights + "' has none of the initializers of '" + file + "'");
        }
        Onnx.patch(file, taken, out);
        writer.println(
                out + ": " + taken.size() + " initializers, " + (given.size() - taken.size()) + " tensors left out");
        writer.flush();
        return 0;
    }

    private Map<String, Tensor> given(OperatorLookup operators) {
        return weights.toString().endsWith(".safetensors")
                ? SafeTensors.read(weights).tensors()
                : initializers(weights, operators);
    }

    private static Map<String, Tensor> initializers(Path file, OperatorLookup operators) {
        ImportedModel model = Onnx.open(file, operators);
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        model.initializers().forEach((name, value) -> {
            Tensor tensor = model.graph().initializers().get(value);
            if (tensor != null) {
                tensors.put(name, tensor);
            }
        });
        return tensors;
    }
}
