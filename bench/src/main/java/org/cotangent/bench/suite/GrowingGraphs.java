package org.cotangent.bench.suite;

import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;

/** Graphs that can be as large as one likes. */
final class GrowingGraphs {
    private static final long WIDTH = 16;

    private GrowingGraphs() {}

    /** {@return three convolutions of small images} */
    static Workload images(long batch) {
        String name = "images-" + batch;
        return new InferenceWorkload(
                name, ModelFile.exported(name, cotangent -> images(cotangent, batch)), RandomTensors::inputs);
    }

    private static Graph images(Cotangent cotangent, long batch) {
        GraphBuilder builder = cotangent.graph("images");
        Formulas f = new Formulas(builder);
        RandomTensors random = new RandomTensors(47);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, batch, 3, 32, 32));
        long channels = 3;
        for (int i = 0; i < 3; i++) {
            Value weight = builder.initializer("w" + i, random.floats(0.1, 32, channels, 3, 3));
            Value bias = builder.initializer("b" + i, random.floats(0.1, 32));
            x = f.op("Relu", f.op("Conv", Attributes.of("pads", 1, 1, 1, 1), x, weight, bias));
            channels = 32;
        }
        builder.output("y", f.op("GlobalAveragePool", x));
        return builder.build();
    }

    /** {@return a chain of so many nodes on a row, every other a product with the same small matrix} */
    static Workload chain(int nodes) {
        String name = "chain-" + nodes;
        return new InferenceWorkload(
                name, ModelFile.exported(name, cotangent -> chain(cotangent, nodes)), RandomTensors::inputs);
    }

    static Graph chain(Cotangent cotangent, int nodes) {
        GraphBuilder builder = cotangent.graph("chain");
        Formulas f = new Formulas(builder);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 1, WIDTH));
        Value matrix = builder.initializer("w", new RandomTensors(53).floats(0.4, WIDTH, WIDTH));
        for (int i = 0; i < nodes; i++) {
            x = i % 2 == 0 ? f.matmul(x, matrix) : f.tanh(x);
        }
        builder.output("y", x);
        return builder.build();
    }
}
