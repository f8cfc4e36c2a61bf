package org.cotangent.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.OptionalType;
import org.cotangent.spi.tensor.SequenceType;
import org.cotangent.spi.tensor.TensorType;
import org.cotangent.spi.tensor.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * What a list of ports takes; the last may repeat.
 *
 * @param ports for each, the element types of every kind of value that it takes, as sets of bits
 */
record PortTypes(List<Map<Kind, Long>> ports, boolean repeats) {
    /** What holds the elements, by the word that marks it. */
    enum Kind {
        TENSOR(""),
        SEQUENCE("seq:"),
        OPTIONAL("opt:"),
        OPTIONAL_SEQUENCE("optseq:");

        private final String mark;

        Kind(String mark) {
            this.mark = mark;
        }
    }

    /**
     * Ports as a text: between commas the kinds of each, between bars, as a mark and the set in hexadecimal digits; a
     * star at the end where the last repeats; a dash for none.
     */
    static PortTypes parse(String text) {
        List<Map<Kind, Long>> ports = new ArrayList<>();
        if (!text.equals("-")) {
            for (String port : text.replace("*", "").split(",")) {
                Map<Kind, Long> elements = new HashMap<>();
                for (String one : port.split("\\|")) {
                    Kind kind = kind(one);
                    elements.put(kind, Long.parseLong(one.substring(kind.mark.length()), 16));
                }
                ports.add(Map.copyOf(elements));
            }
        }
        return new PortTypes(List.copyOf(ports), text.endsWith("*"));
    }

    private static Kind kind(String text) {
        String mark = text.substring(0, text.indexOf(':') + 1);
        for (Kind kind : Kind.values()) {
            if (kind.mark.equals(mark)) {
                return kind;
            }
        }
        throw new IllegalArgumentException("no kind of value is marked " + mark);
    }

    /** Whether values of these types fit; null stands for an absent value. */
    boolean allow(List<? extends @Nullable ValueType> given) {
        if (given.size() > ports.size() && !repeats) {
            return false;
        }
        for (int i = 0; i < given.size(); i++) {
            ValueType type = given.get(i);
            if (type != null && !allows(ports.get(Math.min(i, ports.size() - 1)), type)) {
                return false;
            }
        }
        return true;
    }

    /** Of types that ONNX does not know, or that are not known at all, nothing is said. */
    private static boolean allows(Map<Kind, Long> port, ValueType type) {
        return switch (type) {
            case TensorType tensor -> allows(port, Kind.TENSOR, tensor.dtype());
            case SequenceType(TensorType element, boolean empty) -> allows(port, Kind.SEQUENCE, element.dtype());
            case OptionalType(TensorType element) -> allows(port, Kind.OPTIONAL, element.dtype());
            case OptionalType(SequenceType(TensorType element, boolean empty)) ->
                allows(port, Kind.OPTIONAL_SEQUENCE, element.dtype());
            default -> true;
        };
    }

    private static boolean allows(Map<Kind, Long> port, Kind kind, DType element) {
        return (port.getOrDefault(kind, 0L) >> element.code() & 1) != 0;
    }
}
