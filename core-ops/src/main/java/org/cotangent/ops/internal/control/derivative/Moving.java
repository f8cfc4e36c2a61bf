package org.cotangent.ops.internal.control.derivative;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.spi.graph.Value;
import org.cotangent.spi.op.Formulas;
import org.cotangent.spi.op.Tangent;

/** Lists of tangents, of which some vanish. */
final class Moving {
    private Moving() {}

    /** {@return the numbers of those that do not vanish} */
    static List<Integer> of(List<Tangent> tangents) {
        List<Integer> moving = new ArrayList<>();
        for (int i = 0; i < tangents.size(); i++) {
            if (tangents.get(i) instanceof Tangent.Of) {
                moving.add(i);
            }
        }
        return moving;
    }

    /** {@return those that do not vanish} */
    static List<Value> values(List<Tangent> tangents) {
        List<Value> values = new ArrayList<>();
        for (Tangent tangent : tangents) {
            if (tangent instanceof Tangent.Of(Value value)) {
                values.add(value);
            }
        }
        return values;
    }

    /** {@return the numbers in [from, to)} */
    static List<Integer> range(int from, int to) {
        return IntStream.range(from, to).boxed().toList();
    }

    /** {@return the tangent, or zeros of the sizes of the value} */
    static Value materialized(Formulas f, Tangent tangent, Value like) {
        return tangent instanceof Tangent.Of(Value value) ? value : f.zerosLike(like);
    }

    /** {@return tangents of which only these do not vanish} */
    static List<Tangent> tangents(int count, List<Integer> places, List<Value> values) {
        List<Tangent> tangents = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int k = places.indexOf(i);
            tangents.add(k < 0 ? Tangent.zero() : Tangent.of(values.get(k)));
        }
        return tangents;
    }
}
