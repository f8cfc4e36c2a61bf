package org.cotangent.bench.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SplittableRandom;
import org.cotangent.autograd.Parameter;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.train.layer.UnaryLayer;

/** A network that is a layer here. */
interface LayerNet extends PeerNet {
    /** {@return a new layer} */
    UnaryLayer layer();

    @Override
    default SequencedMap<String, Tensor> draw(DType dtype, SplittableRandom random) {
        UnaryLayer layer = layer();
        layer.initialize(random.nextLong());
        return tensors(layer.parameters());
    }

    @Override
    default SequencedMap<String, Tensor> buffers() {
        return tensors(layer().buffers());
    }

    private static SequencedMap<String, Tensor> tensors(SequencedMap<String, Parameter> parameters) {
        SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> tensors.put(name, parameter.tensor()));
        return tensors;
    }

    @Override
    default Graph graph(Cotangent cotangent, SequencedMap<String, Tensor> weights, int batch) {
        UnaryLayer layer = layer();
        Map<String, Tensor> state = new LinkedHashMap<>(weights);
        state.putAll(buffers());
        layer.load(state);
        return layer.graph(
                cotangent,
                Map.of(INPUT, type(DType.FLOAT, batch)),
                inputs -> Map.of(OUTPUT, layer.apply(Objects.requireNonNull(inputs.get(INPUT)))));
    }
}
