package org.cotangent.train.layer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A list of layers that can grow. PyTorch calls it a ModuleList; a {@link List} in a field does as well.
 *
 * @param <L> what it holds
 */
public final class LayerList<L extends Layer> extends Layer implements Iterable<L> {
    private final List<L> layers = new ArrayList<>();

    @SafeVarargs
    public LayerList(L... layers) {
        this.layers.addAll(List.of(layers));
    }

    /** {@return this list, with one more layer} */
    public LayerList<L> add(L layer) {
        layers.add(layer);
        return this;
    }

    public L get(int i) {
        return layers.get(i);
    }

    public int size() {
        return layers.size();
    }

    @Override
    public Iterator<L> iterator() {
        return layers.iterator();
    }

    @Override
    protected SequencedMap<String, @Nullable Object> members() {
        SequencedMap<String, @Nullable Object> members = new LinkedHashMap<>();
        layers.forEach(layer -> members.put(String.valueOf(members.size()), layer));
        return members;
    }
}
