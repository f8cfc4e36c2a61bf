package org.cotangent.train.layer;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.cotangent.autograd.Parameter;
import org.cotangent.spi.GraphException;
import org.jspecify.annotations.Nullable;

/** Goes over everything that a layer holds, in the order of its members; what is met again is passed over. */
final class LayerWalk {
    private final SequencedMap<String, Layer> layers = new LinkedHashMap<>();
    private final SequencedMap<String, Parameter> parameters = new LinkedHashMap<>();
    private final List<Parameter> own = new ArrayList<>();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Layer root;

    LayerWalk(Layer root) {
        this.root = root;
        visit("", root, root);
    }

    SequencedMap<String, Layer> layers() {
        return layers;
    }

    /** {@return parameters and buffers: a layer's own before those of layers within} */
    SequencedMap<String, Parameter> parameters() {
        return parameters;
    }

    /** {@return the parameters and buffers that no layer within the first holds} */
    List<Parameter> own() {
        return own;
    }

    private void visit(String name, @Nullable Object member, Layer holder) {
        if (member == null) {
            return;
        }
        switch (member) {
            case Parameter parameter -> {
                if (seen.add(parameter)) {
                    parameters.put(name, parameter);
                    if (holder == root) {
                        own.add(parameter);
                    }
                }
            }
            case Layer layer -> {
                if (seen.add(layer)) {
                    layers.put(name, layer);
                    members(name, layer.members(), layer);
                }
            }
            case Collection<?> collection -> elements(name, collection.toArray(), holder);
            case Object[] array -> elements(name, array, holder);
            case Map<?, ?> map -> {
                if (seen.add(map)) {
                    map.forEach((key, value) -> visit(joined(name, String.valueOf(key)), value, holder));
                }
            }
            case Optional<?> optional -> visit(name, optional.orElse(null), holder);
            case Record record -> {
                if (seen.add(record)) {
                    for (RecordComponent component : record.getClass().getRecordComponents()) {
                        visit(joined(name, LayerFields.snake(component.getName())), read(component, record), holder);
                    }
                }
            }
            default -> {}
        }
    }

    /** A layer's own parameters come before those of the layers within. */
    private void members(String name, SequencedMap<String, @Nullable Object> members, Layer layer) {
        members.forEach((key, value) -> {
            if (value instanceof Parameter) {
                visit(joined(name, key), value, layer);
            }
        });
        members.forEach((key, value) -> visit(joined(name, key), value, layer));
    }

    private void elements(String name, Object[] elements, Layer holder) {
        for (int i = 0; i < elements.length; i++) {
            visit(joined(name, String.valueOf(i)), elements[i], holder);
        }
    }

    private static String joined(String name, String key) {
        return name.isEmpty() ? key : key.isEmpty() ? name : name + "." + key;
    }

    private static @Nullable Object read(RecordComponent component, Record record) {
        Class<?> type = component.getType();
        boolean holds = !type.isPrimitive() && !type.isEnum() && type != String.class;
        if (!holds) {
            return null;
        }
        try {
            component.getAccessor().setAccessible(true);
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException | RuntimeException e) {
            Throwable cause = e instanceof InvocationTargetException target ? target.getTargetException() : e;
            throw new GraphException("component " + component.getName() + " of "
                    + record.getClass().getName() + " cannot be read: " + cause.getMessage());
        }
    }
}
