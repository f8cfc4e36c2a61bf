package org.cotangent.ops.internal.elementwise;

import java.util.Arrays;
import java.util.function.Function;
import org.cotangent.spi.op.Attributes;
import org.cotangent.spi.op.Domain;
import org.cotangent.spi.op.Domain.Sample;
import org.cotangent.spi.op.Draw;

/** Test calls that families of operators share. */
public final class Domains {
    private static final double DISTANCE = 0.05;

    private Domains() {}

    /** {@return one tensor with values in [low, high), away from the points of no derivative} */
    public static Domain unary(double low, double high, double... kinks) {
        return unary(draw -> Attributes.none(), low, high, kinks);
    }

    /** {@return one tensor as by {@link #unary(double, double, double...)}, and attributes} */
    public static Domain unary(Function<Draw, Attributes> attributes, double low, double high, double... kinks) {
        return Domain.of(
                draw -> Sample.of(attributes.apply(draw), draw.away(draw.shape(0, 4), low, high, DISTANCE, kinks)));
    }

    /** {@return two tensors that broadcast against each other, the second with values in [low, high) of either sign} */
    public static Domain divisor(double low, double high) {
        return Domain.of(draw -> {
            long[] shape = draw.shape(0, 4);
            var divisor = draw.tensor(draw.broadcastableTo(shape), low, high);
            for (long i = 0; i < divisor.elements(); i++) {
                if (draw.chance(0.5)) {
                    divisor.setDouble(i, -divisor.getDouble(i));
                }
            }
            return Sample.of(draw.tensor(draw.broadcastableTo(shape), -3, 3), divisor);
        });
    }

    /** {@return the number of elements of this shape} */
    public static long count(long[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }
}
