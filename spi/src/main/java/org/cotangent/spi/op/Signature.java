package org.cotangent.spi.op;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.graph.GraphBuilder;
import org.cotangent.spi.op.Port.Presence;

/**
 * The ports and attributes of an operator.
 *
 * <p>Attributes that are declared with a default are always there when the operator sees a call; those declared only by
 * kind may be absent.
 */
public final class Signature {
    /** A declared attribute: its kind by an example, which is the default unless {@code optional}. */
    private record Declared(Attribute example, boolean optional) {}

    private final List<Port> inputs;
    private final List<Port> outputs;
    private final Map<String, Declared> attributes;
    private final boolean open;
    private final boolean random;

    private Signature(Builder builder) {
        this.inputs = List.copyOf(builder.inputs);
        this.outputs = List.copyOf(builder.outputs);
        this.attributes = new LinkedHashMap<>(builder.attributes);
        this.open = builder.open;
        this.random = builder.random;
    }

    public static Builder builder() {
        return new Builder();
    }

    public List<Port> inputs() {
        return inputs;
    }

    public List<Port> outputs() {
        return outputs;
    }

    /**
     * {@return the number of inputs of a call, absent ones at the end not counted}
     *
     * @param isGiven whether an input is there
     */
    public static int given(int inputs, IntPredicate isGiven) {
        int count = inputs;
        while (count > 0 && !isGiven.test(count - 1)) {
            count--;
        }
        return count;
    }

    /** {@return the port of input {@code i}; inputs beyond the last belong to it if it is variadic} */
    public Port input(int i) {
        return port(inputs, i, "inputs");
    }

    /** {@return the port of output {@code i}; outputs beyond the last belong to it if it is variadic} */
    public Port output(int i) {
        return port(outputs, i, "outputs");
    }

    private static Port port(List<Port> ports, int i, String what) {
        if (i < ports.size()) {
            return ports.get(i);
        }
        if (!ports.isEmpty() && ports.getLast().presence() == Presence.VARIADIC) {
            return ports.getLast();
        }
        throw new IndexOutOfBoundsException("number " + i + " of " + ports.size() + " " + what);
    }

    /**
     * {@return whether calls draw random numbers, so that equal calls differ} Such calls are never folded or merged.
     */
    public boolean isRandom() {
        return random;
    }

    public boolean hasVariadicInput() {
        return !inputs.isEmpty() && inputs.getLast().presence() == Presence.VARIADIC;
    }

    public boolean hasVariadicOutput() {
        return !outputs.isEmpty() && outputs.getLast().presence() == Presence.VARIADIC;
    }

    public Set<String> attributeNames() {
        return attributes.keySet();
    }

    /**
     * {@return the attributes with defaults filled in}
     *
     * <p>A single integer stands for a list of one. Throws {@link AttributeException} for an attribute that is not
     * declared or of another kind than declared.
     */
    public Attributes resolve(Attributes given) {
        Map<String, Attribute> resolved = new LinkedHashMap<>();
        given.asMap().forEach((name, value) -> {
            Declared declared = attributes.get(name);
            if (declared == null && !open) {
                throw new AttributeException(
                        "attribute '" + name + "' is not one of this operator; it has " + attributes.keySet());
            }
            resolved.put(name, declared == null ? value : checked(name, declared.example(), value));
        });
        attributes.forEach((name, declared) -> {
            if (!declared.optional()) {
                resolved.putIfAbsent(name, declared.example());
            }
        });
        return Attributes.of(resolved);
    }

    private static Attribute checked(String name, Attribute example, Attribute value) {
        if (example.getClass() == value.getClass()) {
            return value;
        }
        if (example instanceof Attribute.OfInts && value instanceof Attribute.OfInt(long single)) {
            return new Attribute.OfInts(List.of(single));
        }
        throw new AttributeException(
                "attribute '" + name + "' must be of kind " + example.kind() + ", not " + value.kind());
    }

    /** Collects ports and attributes, in ONNX's order. */
    public static final class Builder {
        private final List<Port> inputs = new ArrayList<>();
        private final List<Port> outputs = new ArrayList<>();
        private final Map<String, Declared> attributes = new LinkedHashMap<>();
        private boolean open;
        private boolean random;

        private Builder() {}

        private Builder in(String name, Role role, Presence presence, TypeVariable type) {
            inputs.add(new Port(name, role, presence, type));
            return this;
        }

        private Builder out(String name, Presence presence, TypeVariable type) {
            outputs.add(new Port(name, Role.DATA, presence, type));
            return this;
        }

        public Builder input(String name, TypeVariable type) {
            return in(name, Role.DATA, Presence.REQUIRED, type);
        }

        public Builder optional(String name, TypeVariable type) {
            return in(name, Role.DATA, Presence.OPTIONAL, type);
        }

        public Builder parameter(String name, TypeVariable type) {
            return in(name, Role.PARAMETER, Presence.REQUIRED, type);
        }

        public Builder optionalParameter(String name, TypeVariable type) {
            return in(name, Role.PARAMETER, Presence.OPTIONAL, type);
        }

        public Builder fixed(String name, TypeVariable type) {
            return in(name, Role.FIXED, Presence.REQUIRED, type);
        }

        public Builder optionalFixed(String name, TypeVariable type) {
            return in(name, Role.FIXED, Presence.OPTIONAL, type);
        }

        public Builder variadic(String name, TypeVariable type) {
            return in(name, Role.DATA, Presence.VARIADIC, type);
        }

        public Builder output(String name, TypeVariable type) {
            return out(name, Presence.REQUIRED, type);
        }

        public Builder optionalOutput(String name, TypeVariable type) {
            return out(name, Presence.OPTIONAL, type);
        }

        public Builder variadicOutput(String name, TypeVariable type) {
            return out(name, Presence.VARIADIC, type);
        }

        public Builder residual(String name, TypeVariable type) {
            return out(name, Presence.RESIDUAL, type);
        }

        /** Declares an attribute with its default. */
        public Builder attribute(String name, Attribute standard) {
            attributes.put(name, new Declared(standard, false));
            return this;
        }

        public Builder attribute(String name, long standard) {
            return attribute(name, new Attribute.OfInt(standard));
        }

        public Builder attribute(String name, float standard) {
            return attribute(name, new Attribute.OfFloat(standard));
        }

        public Builder attribute(String name, String standard) {
            return attribute(name, new Attribute.OfString(standard));
        }

        /** Declares an attribute that may be absent, its kind by an example. */
        public Builder optionalAttribute(String name, Attribute example) {
            attributes.put(name, new Declared(example, true));
            return this;
        }

        /** Declares a list of integers that may be absent. */
        public Builder optionalIntegers(String name) {
            return optionalAttribute(name, new Attribute.OfInts(List.of()));
        }

        /** Declares an integer that may be absent. */
        public Builder optionalInteger(String name) {
            return optionalAttribute(name, new Attribute.OfInt(0));
        }

        /** Declares a graph. */
        public Builder graph(String name) {
            Graph empty = new GraphBuilder(name, (domain, type) -> null).build();
            return optionalAttribute(name, new Attribute.OfGraph(empty, 0));
        }

        /** Accepts attributes that are not declared, as they are. */
        public Builder anyAttributes() {
            open = true;
            return this;
        }

        /** Says that calls draw random numbers. */
        public Builder random() {
            random = true;
            return this;
        }

        public Signature build() {
            return new Signature(this);
        }
    }
}
