package org.cotangent.spi.op;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Node;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The attributes of a node, by name; immutable. Getters throw {@link AttributeException} that names what is wrong. */
public final class Attributes {
    private static final Attributes NONE = new Attributes(Map.of());

    private final Map<String, Attribute> values;

    private Attributes(Map<String, Attribute> values) {
        this.values = values;
    }

    public static Attributes none() {
        return NONE;
    }

    public static Attributes of(Map<String, Attribute> values) {
        return new Attributes(Collections.unmodifiableMap(new LinkedHashMap<>(values)));
    }

    public static Attributes of(String name, long value) {
        return NONE.with(name, value);
    }

    public static Attributes of(String name, long... values) {
        return NONE.with(name, values);
    }

    public static Attributes of(String name, String value) {
        return NONE.with(name, value);
    }

    public Attributes with(String name, Attribute value) {
        Map<String, Attribute> changed = new LinkedHashMap<>(values);
        changed.put(name, value);
        return of(changed);
    }

    public Attributes with(String name, long value) {
        return with(name, new Attribute.OfInt(value));
    }

    public Attributes with(String name, long... values) {
        return with(name, new Attribute.OfInts(Arrays.stream(values).boxed().toList()));
    }

    public Attributes with(String name, float value) {
        return with(name, new Attribute.OfFloat(value));
    }

    public Attributes with(String name, String value) {
        return with(name, new Attribute.OfString(value));
    }

    public Attributes with(String name, Tensor value) {
        return with(name, new Attribute.OfTensor(value));
    }

    /** {@return these attributes without the one of this name} */
    public Attributes without(String name) {
        Map<String, Attribute> changed = new LinkedHashMap<>(values);
        changed.remove(name);
        return of(changed);
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    public Set<String> names() {
        return values.keySet();
    }

    public Map<String, Attribute> asMap() {
        return values;
    }

    public @Nullable Attribute find(String name) {
        return values.get(name);
    }

    private <T extends Attribute> T get(String name, Class<T> kind) {
        Attribute value = values.get(name);
        if (value == null) {
            throw new AttributeException("attribute '" + name + "' is missing; present are " + values.keySet());
        }
        if (!kind.isInstance(value)) {
            throw new AttributeException("attribute '" + name + "' is of kind " + value.kind() + ", not "
                    + kind.getSimpleName().substring(2).toLowerCase(Locale.ROOT));
        }
        return kind.cast(value);
    }

    public long integer(String name) {
        return get(name, Attribute.OfInt.class).value();
    }

    public long integer(String name, long absent) {
        return has(name) ? integer(name) : absent;
    }

    /** {@return whether the integer attribute is there and not 0} */
    public boolean flag(String name) {
        return integer(name, 0) != 0;
    }

    public float real(String name) {
        return get(name, Attribute.OfFloat.class).value();
    }

    public float real(String name, float absent) {
        return has(name) ? real(name) : absent;
    }

    public String text(String name) {
        return get(name, Attribute.OfString.class).value();
    }

    public String text(String name, String absent) {
        return has(name) ? text(name) : absent;
    }

    public long[] integers(String name) {
        return get(name, Attribute.OfInts.class).values().stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    public long @Nullable [] integersOrNull(String name) {
        return has(name) ? integers(name) : null;
    }

    public List<Float> reals(String name) {
        return get(name, Attribute.OfFloats.class).values();
    }

    public List<String> texts(String name) {
        return get(name, Attribute.OfStrings.class).values();
    }

    public Tensor tensor(String name) {
        return get(name, Attribute.OfTensor.class).value();
    }

    public Attribute.OfGraph graph(String name) {
        return get(name, Attribute.OfGraph.class);
    }

    public boolean hasGraphs() {
        for (Attribute value : values.values()) {
            if (value instanceof Attribute.OfGraph) {
                return true;
            }
        }
        return false;
    }

    /** {@return the graphs among the attributes, by name} */
    public Map<String, Attribute.OfGraph> graphs() {
        Map<String, Attribute.OfGraph> graphs = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            if (value instanceof Attribute.OfGraph graph) {
                graphs.put(name, graph);
            }
        });
        return graphs;
    }

    /** {@return whether a node in one of the graphs draws random numbers} */
    public boolean areRandom() {
        return graphs().values().stream()
                .flatMap(graph -> graph.body().nodes().stream())
                .anyMatch(Node::isRandom);
    }

    /** {@return how many of the last inputs of the node are captured by its graphs} */
    public int captures() {
        return values.values().stream()
                .mapToInt(value -> value instanceof Attribute.OfGraph graph ? graph.captures() : 0)
                .max()
                .orElse(0);
    }

    /** {@return the element type whose ONNX number the attribute holds} */
    public DType dtype(String name) {
        return DType.ofCode((int) integer(name));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Attributes attributes && values.equals(attributes.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
