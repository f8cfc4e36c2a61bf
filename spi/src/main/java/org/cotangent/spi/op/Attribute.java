package org.cotangent.spi.op;

import java.util.List;
import org.cotangent.spi.graph.Graph;
import org.cotangent.spi.tensor.Tensor;
import org.cotangent.spi.tensor.ValueType;

/** The value of an attribute. */
public sealed interface Attribute {
    record OfInt(long value) implements Attribute {}

    record OfFloat(float value) implements Attribute {}

    record OfString(String value) implements Attribute {}

    record OfInts(List<Long> values) implements Attribute {}

    record OfFloats(List<Float> values) implements Attribute {}

    record OfStrings(List<String> values) implements Attribute {}

    record OfTensor(Tensor value) implements Attribute {}

    record OfType(ValueType value) implements Attribute {}

    /**
     * A graph, as of If, Loop and Scan.
     *
     * @param captures how many values of the surrounding graph the body uses. They are the last inputs of the node and
     *     arrive in the last inputs of the body, in the same order. All graphs of a node have the same captures.
     */
    record OfGraph(Graph body, int captures) implements Attribute {}

    /** {@return how one names the kind of this attribute} */
    default String kind() {
        return switch (this) {
            case OfInt a -> "int";
            case OfFloat a -> "float";
            case OfString a -> "string";
            case OfInts a -> "ints";
            case OfFloats a -> "floats";
            case OfStrings a -> "strings";
            case OfTensor a -> "tensor";
            case OfType a -> "type";
            case OfGraph a -> "graph";
        };
    }
}
