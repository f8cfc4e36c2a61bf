package org.cotangent.train.layer;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.cotangent.spi.GraphException;
import org.jspecify.annotations.Nullable;

/**
 * Layers by name. PyTorch calls it a ModuleDict; a {@link Map} in a field does as well.
 *
 * @param <L> what it holds
 */
public final class LayerMap<L extends Layer> extends Layer {
    private final SequencedMap<String, L> layers = new LinkedHashMap<>();

    /** {@return this map, with one more layer} */
    public LayerMap<L> put(String name, L layer) {
        layers.put(name, layer);
        return this;
    }

    public L get(String name) {
        L layer = layers.get(name);
        if (layer == null) {
            throw new GraphException("there is no layer '" + name + "'; there are " + layers.keySet());
        }
        return layer;
    }

    @Override
    protected SequencedMap<String, @Nullable Object> members() {
        return new LinkedHashMap<>(layers);
    }
}
