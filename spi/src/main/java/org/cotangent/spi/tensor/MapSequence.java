package org.cotangent.spi.tensor;

import java.util.List;
import org.cotangent.spi.TypeException;

/** A list of maps of one type. */
public record MapSequence(MapType element, List<TensorMap> maps) implements Datum {
    public MapSequence {
        maps = List.copyOf(maps);
        for (TensorMap map : maps) {
            if (!map.type().equals(element)) {
                throw new TypeException("a sequence of " + element + " cannot hold " + map.type());
            }
        }
    }

    @Override
    public SequenceType type() {
        return new SequenceType(element, maps.isEmpty());
    }
}
