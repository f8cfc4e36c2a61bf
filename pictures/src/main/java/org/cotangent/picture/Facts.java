package org.cotangent.picture;

import java.util.List;
import org.cotangent.spi.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * What a reader may want to know of an item.
 *
 * @param name of the node or value
 * @param kind operator with its version, or what kind of value it is
 * @param attributes by name
 * @param inputs port, and value with type
 * @param outputs port, and value with type
 * @param tensor the elements of an initializer, null where they are not known
 */
public record Facts(
        String name,
        String kind,
        List<Row> attributes,
        List<Row> inputs,
        List<Row> outputs,
        @Nullable Tensor tensor) {
    /** A name and what belongs to it; the end of a very long text is left out. */
    public record Row(String name, String value) {
        private static final int LONGEST = 1_000;

        public Row {
            name = Texts.begun(name, LONGEST);
            value = Texts.begun(value, LONGEST);
        }
    }

    public Facts {
        attributes = List.copyOf(attributes);
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }
}
