package org.cotangent.ops.internal.ml;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.spi.AttributeException;
import org.cotangent.spi.op.Attribute;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.tensor.DType;
import org.cotangent.spi.tensor.Tensor;

/** The lists of LabelEncoder, each of which stands in one of four attributes, by its element type. */
public final class LabelMap {
    private LabelMap() {}

    /** {@return the elements of the one attribute among {@code name_floats, name_int64s, name_strings, name_tensor}} */
    public static Tensor list(Attributes attributes, String name) {
        List<Attribute> found = new ArrayList<>();
        for (String kind : List.of("_floats", "_int64s", "_strings", "_tensor")) {
            Attribute attribute = attributes.find(name + kind);
            if (attribute != null) {
                found.add(attribute);
            }
        }
        if (found.size() != 1) {
            throw new AttributeException(
                    "exactly one of the attributes " + name + "_* must be there, not " + found.size());
        }
        return switch (found.getFirst()) {
            case Attribute.OfFloats(List<Float> values) ->
                Tensor.of(
                        DType.FLOAT,
                        values.stream().mapToDouble(Float::doubleValue).toArray(),
                        values.size());
            case Attribute.OfInts(List<Long> values) ->
                Tensor.vector(values.stream().mapToLong(Long::longValue).toArray());
            case Attribute.OfStrings(List<String> values) -> Tensor.of(values.toArray(String[]::new), values.size());
            case Attribute.OfTensor(Tensor value) -> value.reshaped(value.elements());
            default -> throw new AttributeException("attribute " + name + "_* is no list");
        };
    }

    /** {@return the element that stands for what is not mapped, for values of this type} */
    public static Tensor other(Attributes attributes, DType dtype) {
        if (attributes.has("default_tensor")) {
            Tensor given = attributes.tensor("default_tensor");
            if (given.dtype() != dtype || given.elements() != 1) {
                throw new AttributeException(
                        "default_tensor must hold one element of " + dtype + ", not " + given.type());
            }
            return given;
        }
        return switch (dtype) {
            case STRING -> Tensor.of(new String[] {attributes.text("default_string")});
            case FLOAT, DOUBLE -> Tensor.full(dtype, attributes.real("default_float"));
            default -> Tensor.scalar(attributes.integer("default_int64")).converted(dtype);
        };
    }
}
