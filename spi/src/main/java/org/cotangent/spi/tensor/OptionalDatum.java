package org.cotangent.spi.tensor;

import org.cotangent.spi.TypeException;
import org.jspecify.annotations.Nullable;

/**
 * A tensor or sequence that may be absent.
 *
 * @param element the type of what may be there
 * @param content null if it is absent
 */
public record OptionalDatum(ValueType element, @Nullable Datum content) implements Datum {
    public OptionalDatum {
        if (content instanceof OptionalDatum) {
            throw new TypeException("an optional value cannot hold another one");
        }
    }

    public static OptionalDatum of(Datum content) {
        return new OptionalDatum(content.type(), content);
    }

    public static OptionalDatum empty(ValueType element) {
        return new OptionalDatum(element, null);
    }

    @Override
    public OptionalType type() {
        return new OptionalType(content == null ? element : content.type());
    }
}
