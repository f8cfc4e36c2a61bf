package org.cotangent.train.layer;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.autograd.Autograd;
import org.cotangent.autograd.Parameter;
import org.cotangent.autograd.Tracing;
import org.cotangent.autograd.Variable;
import org.cotangent.engine.Cotangent;
import org.cotangent.spi.GraphException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.TensorType;

/** Writes what a layer computes as a graph, whose initializers bear the names of the layer's parameters. */
final class LayerGraph {
    private final Layer layer;
    private final Map<Object, String> names = new IdentityHashMap<>();

    LayerGraph(Layer layer) {
        this.layer = layer;
        LayerWalk walk = new LayerWalk(layer);
        walk.parameters().forEach((name, parameter) -> names.put(parameter, name));
        walk.layers().forEach((name, part) -> names.put(part, name));
    }

    Graph trace(Cotangent cotangent, Map<String, TensorType> inputs, Layer.Body body) {
        String title = LayerFields.snake(layer.getClass().getSimpleName());
        return new Tracing(cotangent, this::name)
                .trace(title.isEmpty() ? "net" : title, inputs, (autograd, given) -> outputs(autograd, given, body));
    }

    private Map<String, Variable> outputs(Autograd autograd, SequencedMap<String, Variable> inputs, Layer.Body body) {
        return layer.run(autograd, () -> body.apply(inputs));
    }

    private String name(Object part) {
        String name = names.get(part);
        if (name == null && part instanceof Parameter parameter) {
            layer.checkUse(parameter);
            throw new GraphException(parameter + " is used, but was added to " + layer + " meanwhile");
        }
        return name == null ? "" : name;
    }
}
