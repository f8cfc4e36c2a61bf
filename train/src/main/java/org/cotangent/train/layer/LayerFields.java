package org.cotangent.train.layer;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.SequencedMap;
import org.cotangent.spi.GraphException;
import org.jspecify.annotations.Nullable;

/** Reads the fields of layers, those of base classes first. */
final class LayerFields {
    private LayerFields() {}

    /** {@return what the fields of a layer hold, by name in the way of PyTorch} */
    static SequencedMap<String, @Nullable Object> of(Layer layer) {
        Deque<Class<?>> classes = new ArrayDeque<>();
        for (Class<?> type = layer.getClass(); type != null && type != Layer.class; type = type.getSuperclass()) {
            classes.push(type);
        }
        SequencedMap<String, @Nullable Object> members = new LinkedHashMap<>();
        for (Class<?> type : classes) {
            for (Field field : type.getDeclaredFields()) {
                boolean plain = field.getType().isPrimitive() || field.isSynthetic();
                if (!Modifier.isStatic(field.getModifiers()) && !plain) {
                    members.put(snake(field.getName()), read(field, layer));
                }
            }
        }
        return members;
    }

    private static @Nullable Object read(Field field, Layer layer) {
        try {
            field.setAccessible(true);
            return field.get(layer);
        } catch (InaccessibleObjectException | IllegalAccessException e) {
            Class<?> type = field.getDeclaringClass();
            throw new GraphException("the fields of " + type.getName() + " cannot be read: write 'opens "
                    + type.getPackageName() + " to org.cotangent.train;' into the descriptor of module "
                    + type.getModule().getName());
        }
    }

    /** {@return a name as PyTorch would write it: {@code running_mean} for {@code runningMean}} */
    static String snake(String name) {
        return name.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(Locale.ROOT);
    }
}
