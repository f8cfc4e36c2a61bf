package org.cotangent.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.cotangent.spi.CotangentException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Shape;
import org.cotangent.spi.tensor.Tensor;

/** A model and inputs for it. */
record Workload(String name, Path model, Map<String, Tensor> inputs) {
    /**
     * {@return random inputs for a graph} Whole numbers are 0 or 1, which serves for tokens and masks alike.
     *
     * @param shapes of inputs whose sizes are not known
     */
    static Map<String, Tensor> inputs(Graph graph, Map<String, long[]> shapes) {
        SplittableRandom random = new SplittableRandom(7);
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (Map.Entry<String, Value> input : graph.inputs().entrySet()) {
            long[] sizes = sizes(input.getKey(), input.getValue().shape(), shapes);
            DType dtype = input.getValue().dtype();
            Tensor tensor = Tensor.allocate(dtype, sizes);
            for (long i = 0; i < tensor.elements(); i++) {
                if (dtype.isFloating()) {
                    tensor.setDouble(i, random.nextDouble(-1, 1));
                } else {
                    tensor.setLong(i, input.getKey().contains("type") ? 0 : 1);
                }
            }
            inputs.put(input.getKey(), tensor);
        }
        return inputs;
    }

    private static long[] sizes(String name, Shape declared, Map<String, long[]> shapes) {
        long[] given = shapes.get(name);
        if (given != null) {
            return given;
        }
        if (!declared.isStatic()) {
            throw new CotangentException("input '" + name + "' has shape " + declared + ": give its sizes with --shape "
                    + name + "=1x3x224x224");
        }
        return declared.sizes();
    }
}
