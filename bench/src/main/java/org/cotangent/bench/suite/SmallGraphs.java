package org.cotangent.bench.suite;

import java.util.List;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.TensorType;

/** Graphs of one operator, or of a few that do next to nothing. */
final class SmallGraphs {
    private SmallGraphs() {}

    /** {@return a long short-term memory over sequences, the input as wide as the state} */
    static Workload lstm(long batch, long length, long hidden) {
        String name = "lstm-" + batch + "x" + length + "x" + hidden;
        return new InferenceWorkload(
                name,
                ModelFile.exported(name, cotangent -> lstm(cotangent, batch, length, hidden)),
                RandomTensors::inputs);
    }

    private static Graph lstm(Cotangent cotangent, long batch, long length, long hidden) {
        GraphBuilder builder = cotangent.graph("lstm");
        RandomTensors random = new RandomTensors(41);
        double bound = 1 / Math.sqrt((double) hidden);
        List<Value> outputs = new Formulas(builder)
                .call(
                        "",
                        "LSTM",
                        Attributes.of("hidden_size", hidden),
                        3,
                        builder.input("x", TensorType.of(DType.FLOAT, length, batch, hidden)),
                        builder.initializer("w", random.floats(bound, 1, 4 * hidden, hidden)),
                        builder.initializer("r", random.floats(bound, 1, 4 * hidden, hidden)),
                        builder.initializer("b", random.floats(bound, 1, 8 * hidden)));
        builder.output("y", outputs.getFirst());
        builder.output("state", outputs.get(1));
        builder.output("cell", outputs.getLast());
        return builder.build();
    }

    /** {@return a product that is large enough for every library to be loaded, and not much memory} */
    static Workload library() {
        return tiny(512);
    }

    /** {@return five nodes on a row of so many elements: what a run costs that computes next to nothing} */
    static InferenceWorkload tiny(long width) {
        String name = "tiny-1x" + width;
        return new InferenceWorkload(
                name, ModelFile.exported(name, cotangent -> tiny(cotangent, width)), RandomTensors::inputs);
    }

    private static Graph tiny(Cotangent cotangent, long width) {
        GraphBuilder builder = cotangent.graph("tiny");
        Formulas f = new Formulas(builder);
        RandomTensors random = new RandomTensors(43);
        Value x = builder.input("x", TensorType.of(DType.FLOAT, 1, width));
        Value hidden = f.add(
                f.matmul(x, builder.initializer("w1", random.floats(0.5, width, width))),
                builder.initializer("b1", random.floats(0.5, width)));
        Value rectified = f.op("Relu", hidden);
        Value product = f.matmul(rectified, builder.initializer("w2", random.floats(0.5, width, width)));
        builder.output("y", f.sigmoid(product));
        return builder.build();
    }
}
