package org.cotangent.bench.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** A classifier that is written in operators here. */
interface FormulaNet extends PeerNet {
    /** {@return the sizes of the weights} Those of layers are {@code [outputs, inputs, ...]}, those of biases one. */
    SequencedMap<String, long[]> weights();

    int classes();

    /** {@return the scores} */
    Value forward(Formulas f, Value x, Map<String, Value> weights);

    /** {@return weights that are drawn as PyTorch draws them: up to one by the root of the inputs} */
    @Override
    default SequencedMap<String, Tensor> draw(DType dtype, SplittableRandom random) {
        SequencedMap<String, Tensor> drawn = new LinkedHashMap<>();
        weights().forEach((name, sizes) -> {
            long inputs = LongStream.of(sizes).skip(1).reduce(1, (a, b) -> a * b);
            double bound = sizes.length == 1 ? 0.1 : 1 / Math.sqrt((double) inputs);
            drawn.put(name, PeerNet.uniform(dtype, random, bound, sizes));
        });
        return drawn;
    }

    @Override
    default Graph graph(Cotangent cotangent, SequencedMap<String, Tensor> weights, int batch) {
        GraphBuilder builder = cotangent.graph("net");
        Value x = builder.input(INPUT, type(weights.firstEntry().getValue().dtype(), batch));
        Map<String, Value> values = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> values.put(name, builder.initializer(name, tensor)));
        builder.output(OUTPUT, forward(new Formulas(builder), x, values));
        return builder.build();
    }

    @Override
    default Tensor targets(DType dtype, SplittableRandom random, int size) {
        return PeerNet.labels(random, size, classes());
    }
}
